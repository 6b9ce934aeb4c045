// Formats Lua files as stylua.toml says: `node format.mjs PREFIX [--write] FILE…`. Without --write, names the files that
// are not formatted and exits with 1. StyLua's npm package is a library without a command line.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [prefix, ...rest] = process.argv.slice(2);
const write = rest[0] === '--write';
const stylua = createRequire(`${prefix}/package.json`)('@johnnymorganz/stylua');
const settings = readFileSync(new URL('../stylua.toml', import.meta.url), 'utf8');
const names = { indent_type: stylua.IndentType, quote_style: stylua.QuoteStyle };

/** What stylua.toml says. */
function config() {
  const made = stylua.Config.new();
  for (const [, key, text] of settings.matchAll(/^(\w+) = (.*)$/gm)) {
    const value = JSON.parse(text);
    made[key] = names[key]?.[value] ?? value;
  }
  return made;
}

for (const file of write ? rest.slice(1) : rest) {
  const text = readFileSync(file, 'utf8');
  // The library takes its configuration away with it.
  const formatted = stylua.formatCode(text, config(), undefined, stylua.OutputVerification.None);
  if (formatted === text) {
    continue;
  }
  if (write) {
    writeFileSync(file, formatted);
  } else {
    console.error(`${file}: not formatted`);
    process.exitCode = 1;
  }
}
