// Stands in for Electron's own default app, which the registry's runtime lacks: starts the application folder named on the
// command line. An ES module with top-level await, so that Electron's `ready` waits for the application's own main file.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const require = createRequire(path.join(process.cwd(), 'from-the-command-line.js'));
let folder;
for (let at = 1; at < process.argv.length && folder === undefined; at += 1) {
  const argument = process.argv[at];
  if (argument === '-r' || argument === '--require') {
    at += 1;
    require(process.argv[at]);
  } else if (!argument.startsWith('-')) folder = path.resolve(argument);
}

if (folder === undefined) {
  process.stderr.write('Name the application folder: electron <folder>\n');
  process.exit(1);
}
const { name, productName, version, main } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
process.defaultApp = true;
app.setName(productName ?? name);
app.setVersion(version);
app.setDesktopName(`${name}.desktop`);
app.setAppPath(folder);
await import(pathToFileURL(path.join(folder, main ?? 'index.js')).href);
