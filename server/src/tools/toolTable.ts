import type { Tool } from '../runtime/tool';
import { runShellReadonly } from './commands/runShellReadonly';
import { shellRun } from './commands/shellRun';
import { testRun } from './commands/testRun';
import { applyPatch } from './files/applyPatch';
import { inspectWorkspace } from './files/inspectWorkspace';
import { listDir } from './files/listDir';
import { readFile } from './files/readFile';
import { writeFileApply } from './files/writeFileApply';
import { writeFilePreview } from './files/writeFilePreview';
import { loopFlow } from './flow/loopFlow';
import { routeFlow } from './flow/routeFlow';
import { requestHttp } from './requestHttp';

/** Every built-in tool; a new one is one more line. */
const builtIn: readonly Tool[] = [
  readFile,
  listDir,
  inspectWorkspace,
  runShellReadonly,
  writeFilePreview,
  writeFileApply,
  applyPatch,
  shellRun,
  testRun,
  routeFlow,
  loopFlow,
  requestHttp,
];

/** The registry: tools by their own names, in the order of the table; aliases are for `toolCatalog`. */
export function createTools(): ReadonlyMap<string, Tool> {
  return new Map(builtIn.map((tool) => [tool.name, tool]));
}
