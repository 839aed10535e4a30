import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { until } from '../../support/until';
import { runCommand } from './palette';

/** What came of a model's call. */
export interface CallOutcome {
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came
  readonly answer?: any;
  readonly refusal?: string;
}

/** Has the extension that stands in for a model call a tool. */
export async function callTool(page: Page, folder: string, name: string, input: object): Promise<void> {
  rmSync(join(folder, 'answer.json'), { force: true });
  writeFileSync(join(folder, 'call.json'), JSON.stringify({ name, input }));
  await runCommand(page, 'Stand-in: Call the Tool');
}

/** What came of the call that was made last. */
export async function callOutcome(folder: string): Promise<CallOutcome> {
  const answer = join(folder, 'answer.json');
  await until('the answer', () => existsSync(answer), 45_000);
  return JSON.parse(readFileSync(answer, 'utf8')) as CallOutcome;
}
