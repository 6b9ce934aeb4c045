/**
 * Settings whose default here is not the server's: VS Code shows these things for Markdown by itself, so ours are off
 * and nothing is shown twice. Read by the extension, and by the script that writes `package.json`.
 */
export const SHOWN_BY_VSCODE = { 'features.symbols': false };
