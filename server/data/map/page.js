// Hosts the drawing of the VS Code extension in a page of its own: gives it the graph, and shows what was clicked.
const graph = JSON.parse(document.getElementById("data").textContent);
const details = document.getElementById("details");
const title = details.querySelector("h2");
const place = details.querySelector("a");
const list = details.querySelector("ul");
// Over the drawing, whose page is the same in VS Code, where a click opens the note instead.
document.querySelector("main").append(details);

function show(id) {
  const topic = graph.topics[id];
  if (topic === undefined) {
    return;
  }
  title.textContent = topic.title;
  place.textContent = `${topic.note}:${topic.line}`;
  place.href = topic.note.split("/").map(encodeURIComponent).join("/");
  const near = graph.links.filter((pair) => pair.includes(id)).map(([a, b]) => graph.topics[a === id ? b : a]);
  list.replaceChildren(...near.map(entry));
  details.querySelector("h3").hidden = near.length === 0;
  details.hidden = false;
}

function entry(topic) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  const note = document.createElement("small");
  note.textContent = topic.note;
  button.append(topic.title, note);
  button.addEventListener("click", () => show(topic.id));
  item.append(button);
  return item;
}

document.getElementById("close").addEventListener("click", () => {
  details.hidden = true;
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    details.hidden = true;
  }
});

// What the drawing finds in VS Code.
globalThis.acquireVsCodeApi = () => ({
  getState: () => undefined,
  setState: () => undefined,
  postMessage: (message) => {
    if (message.type === "open") {
      show(message.id);
    } else {
      setTimeout(() => globalThis.postMessage({ type: "graph", graph }, "*"));
    }
  },
});
