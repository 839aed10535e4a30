import { execFile } from 'node:child_process';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { localeOf } from '../shown/locale';

/** The plan that the sample is about, as it is named in the copy. */
export const samplePlanName = 'volumeDiscount.plan.yaml';

/** Marks a copy that has not been looked at yet; lies where Holdpoint keeps its own files. */
export const sampleMark = join('.holdpoint', 'sample');

/** The same plan with the words of a person who reads Japanese. */
const japanesePlanName = 'volumeDiscount.ja.plan.yaml';

/** What the sample is made of, and for whom. */
export interface Sample {
  readonly examples: string;
  /** The language of the editor, in which the plan says what it is about. */
  readonly language: string;
}

/** Copies the sample project and its plan into an empty folder and, where there is git, commits them. */
export async function copySample({ examples, language }: Sample, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await cp(join(examples, 'cart'), folder, { recursive: true });
  const plan = localeOf(language) === 'ja' ? japanesePlanName : samplePlanName;
  await cp(join(examples, plan), join(folder, samplePlanName));
  await commit(folder);
  await mkdir(join(folder, '.holdpoint'), { mode: 0o700 });
  await writeFile(join(folder, sampleMark), '');
}

/** Without git the sample works as well: checkpoints are then kept in the record. */
async function commit(folder: string): Promise<void> {
  const git = (...words: readonly string[]) => promisify(execFile)('git', [...words], { cwd: folder });
  const person = ['-c', 'user.name=Holdpoint sample', '-c', 'user.email=sample@example.invalid'];
  try {
    await git('init', '--quiet');
    await git('config', 'core.autocrlf', 'false');
    await git('add', '--all');
    await git(
      ...person,
      '-c',
      'commit.gpgsign=false',
      'commit',
      '--quiet',
      '--no-verify',
      '-m',
      'The shop as it is',
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
      throw error;
    }
  }
}
