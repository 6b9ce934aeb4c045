/** The tests inside the extension host: every feature through the full `vscode` API, on the sample notes. */
import './activation';
import './findings';
import './notes';
import './navigation';
import './headings';
import './commands';
import './settings';
import './life';
import './badInput';
import './readOnly';

import { runAll } from './suite';

export const run = runAll;
