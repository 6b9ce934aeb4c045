// Formats a Lua file as stylua.toml says: `node format.mjs PREFIX [--write] FILE`. Without --write, exits with 1 when the
// file is not formatted. StyLua's npm package is a library without a command line, and takes one file in its life.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [prefix, ...rest] = process.argv.slice(2);
const write = rest[0] === '--write';
const file = rest.at(-1);
const stylua = createRequire(`${prefix}/package.json`)('@johnnymorganz/stylua');

const config = stylua.Config.new();
const names = { indent_type: stylua.IndentType, quote_style: stylua.QuoteStyle };
for (const [, key, text] of readFileSync(new URL('../stylua.toml', import.meta.url), 'utf8').matchAll(/^(\w+) = (.*)$/gm)) {
  const value = JSON.parse(text);
  config[key] = names[key]?.[value] ?? value;
}

const text = readFileSync(file, 'utf8');
const formatted = stylua.formatCode(text, config, undefined, stylua.OutputVerification.None);
if (formatted !== text) {
  if (write) {
    writeFileSync(file, formatted);
  } else {
    console.error(`${file}: not formatted`);
    process.exitCode = 1;
  }
}
