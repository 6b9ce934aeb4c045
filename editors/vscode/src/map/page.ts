/** The HTML of the topic map's page. Pure. */
// What the drawing draws into: one file for this page and for that of `notelint map`.
import body from '../../../../server/data/map/body.html';

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
${body.trimEnd()}
<script nonce="${resources.nonce}" src="${resources.script}"></script>
</body>
</html>
`;
}
