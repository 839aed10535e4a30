import { join } from 'node:path';
import { format } from 'node:util';
import type { Page } from 'playwright-core';
import { launchChromium } from '../../support/chromium';
import { removeFolder, temporaryFolder } from '../../support/temporaryFolder';
import { installedExtension } from '../setUp/installExtension';
import { readRecord, type SuiteLine, type SuiteOrder, suiteProgram } from '../suiteRecord';
import { startHost } from './startHost';
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
  /** What runs them; the one that writes down how each test ended unless named. */
  readonly program?: string;
  /** The extensions that the editor is to have; ours unless named. */
  readonly extensions?: readonly string[];
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly deadlineMs: number;
}

/** Runs compiled tests inside the extension host of a real VS Code, with the packaged extension. */
export async function runInEditor(options: SuiteOptions): Promise<SuiteEnd> {
  const { files, folder, program = suiteProgram, settings = {}, deadlineMs } = options;
  const extensions = options.extensions ?? [installedExtension()];
  const scratch = temporaryFolder();
  const record = join(scratch, 'record.jsonl');
  const order: SuiteOrder = { files, record };
  const host = await startHost({
    settings,
    canRunSuite: true,
    isEmpty: true,
    env: { HOLDPOINT_SUITE: JSON.stringify(order) },
  });
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 }, locale: 'en-US' });
    const said: string[] = [];
    const { how: exited } = await exposeExit(page, said);
    await page.goto(
      workbenchAddress(host, folder, [
        ...extensions.map((path) => ['extensionDevelopmentPath', remotePath(host, path)] as const),
        ['extensionTestsPath', remotePath(host, program)],
      ]),
    );
    const how = await firstOf([exited, crashed(page), host.ended], deadlineMs);
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

/** Gives the page the two functions that VS Code's own tests give it; the answer, in a box, comes with the exit code. */
async function exposeExit(page: Page, said: string[]): Promise<{ readonly how: Promise<string> }> {
  let exit = (_code: number) => {};
  const how = new Promise<string>((done) => {
    exit = (code) => done(`the extension host ended with ${code} before its tests did`);
  });
  await page.exposeFunction('codeAutomationExit', (code: number) => exit(code));
  await page.exposeFunction('codeAutomationLog', (kind: string, words: readonly unknown[]) => {
    said.push(`[${kind}] ${format(...words)}`);
  });
  return { how };
}

const crashed = (page: Page) =>
  new Promise<string>((done) => {
    page.once('crash', () => done('the workbench crashed'));
  });

/** The first that settles, or that none did in time. */
async function firstOf(ends: readonly Promise<string>[], deadlineMs: number): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((done) => {
    timer = setTimeout(() => done(`the tests did not end within ${deadlineMs} ms`), deadlineMs);
  });
  const how = await Promise.race([...ends, late]);
  clearTimeout(timer);
  return how;
}
