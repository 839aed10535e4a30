import { join } from 'node:path';
import { format } from 'node:util';
import type { Page } from 'playwright-core';
import { launchChromium } from '../../support/chromium';
import { removeFolder, temporaryFolder } from '../../support/temporaryFolder';
import { installedExtension } from '../setUp/installExtension';
import { readRecord, type SuiteLine, type SuiteOrder, suiteProgram } from '../suiteRecord';
import { type EditorHost, startHost } from './startHost';
import { remotePath, workbenchAddress } from './workbenchAddress';

/** What a suite in the editor came to. */
export interface SuiteEnd {
  readonly lines: readonly SuiteLine[];
  /** What kept it from ending, with what the workbench said; `null` when every test ran. */
  readonly trouble: string | null;
}

/** Which tests run in which folder. */
export interface SuiteOptions {
  readonly files: readonly string[];
  readonly folder: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly deadlineMs: number;
}

/** Runs compiled tests inside the extension host of a real VS Code, with the packaged extension. */
export async function runInEditor({
  files,
  folder,
  settings = {},
  deadlineMs,
}: SuiteOptions): Promise<SuiteEnd> {
  const scratch = temporaryFolder();
  const record = join(scratch, 'record.jsonl');
  const order: SuiteOrder = { files, record };
  const host = await startHost({
    settings,
    canRunSuite: true,
    env: { HOLDPOINT_SUITE: JSON.stringify(order) },
  });
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 }, locale: 'en-US' });
    const said: string[] = [];
    const ended = suiteEnd(page, host, said, deadlineMs);
    await page.goto(
      workbenchAddress(host, folder, [
        ['extensionDevelopmentPath', remotePath(host, installedExtension())],
        ['extensionTestsPath', remotePath(host, suiteProgram)],
      ]),
    );
    const how = await ended;
    const lines = readRecord(record);
    // The workbench reports success also when the extension host has crashed.
    const hasEnded = lines.some(({ kind }) => kind === 'end');
    return { lines, trouble: hasEnded ? null : [how, ...said.slice(-20)].join('\n') };
  } finally {
    await browser.close();
    await host.stop();
    removeFolder(scratch);
  }
}

/** Settles with how it ended: the workbench calls two functions that its own tests give it. */
async function suiteEnd(page: Page, host: EditorHost, said: string[], deadlineMs: number): Promise<string> {
  let exit = (_code: number) => {};
  const exited = new Promise<string>((done) => {
    exit = (code) => done(`the extension host ended with ${code} before its tests did`);
  });
  await page.exposeFunction('codeAutomationExit', (code: number) => exit(code));
  await page.exposeFunction('codeAutomationLog', (kind: string, words: readonly unknown[]) => {
    said.push(`[${kind}] ${format(...words)}`);
  });
  const crashed = new Promise<string>((done) => page.once('crash', () => done('the workbench crashed')));
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((done) => {
    timer = setTimeout(() => done(`the tests did not end within ${deadlineMs} ms`), deadlineMs);
  });
  const how = await Promise.race([exited, crashed, late, host.ended]);
  clearTimeout(timer);
  return how;
}
