/** The HTML of the topic map's page. Pure. */

export interface Resources {
  readonly script: string;
  readonly style: string;
  /** Where this webview's own files come from, for the content security policy. */
  readonly source: string;
  readonly nonce: string;
}

/** Nothing is loaded but the script and the style that came with the extension; the page can reach no network. */
export function page(resources: Resources): string {
  const policy = `default-src 'none'; style-src ${resources.source}; script-src 'nonce-${resources.nonce}'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${resources.style}">
<title>Topic Map</title>
</head>
<body>
<header>
  <input id="search" type="search" placeholder="Search topics" aria-label="Search topics" autocomplete="off" spellcheck="false">
  <select id="note" aria-label="Show the topics of one note"></select>
  <span id="count" role="status"></span>
  <span id="buttons">
    <button id="zoom-out" title="Zoom out" aria-label="Zoom out">−</button>
    <button id="zoom-in" title="Zoom in" aria-label="Zoom in">+</button>
    <button id="fit" title="Show everything">Fit</button>
    <button id="refresh" title="Read the notes again">Refresh</button>
  </span>
</header>
<main>
  <svg id="map" role="img" aria-label="Topics and how they belong together"></svg>
  <ul id="matches" aria-label="Topics found" hidden></ul>
  <ul id="legend" aria-label="Notes and their colours" hidden></ul>
  <p id="empty" hidden>There are no topics in these notes yet. A heading makes one.</p>
</main>
<script nonce="${resources.nonce}" src="${resources.script}"></script>
</body>
</html>
`;
}
