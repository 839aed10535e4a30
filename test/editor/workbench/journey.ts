import { deepStrictEqual } from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cartWorkspace, removeCart } from '../cartWorkspace';
import { openWorkbench, type WindowOptions, type Workbench } from './openWorkbench';

/** The plan that most journeys run: reads, drafts, writes one file and runs the project's tests. */
export const samplePlan: Readonly<Record<string, string>> = {
  'volumeDiscount.plan.yaml': readFileSync('docs/examples/volumeDiscount.plan.yaml', 'utf8'),
};

/** The same plan, as people who read Japanese are given it with the sample. */
export const japanesePlan = readFileSync('docs/examples/volumeDiscount.ja.plan.yaml', 'utf8');

/** What a journey starts from. */
export interface JourneyOptions extends WindowOptions {
  /** Files beside those of the example project. */
  readonly files?: Readonly<Record<string, string>>;
  /** Opens a second copy of the project in the same window, with these files beside its own. */
  readonly besideFiles?: Readonly<Record<string, string>>;
  /** What the window complains of because the journey wants it to. */
  readonly wantedError?: string;
}

/** The window of a journey, once it is open. */
export interface Scene {
  readonly folder: string;
  /** The second folder of the window; empty where there is one alone. */
  readonly beside: string;
  readonly workbench: Workbench;
}

/**
 * Describes a journey in a window of its own, on a project of its own. A step that fails leaves a picture behind; the
 * last step looks for errors of ours.
 */
export function journey(title: string, options: JourneyOptions, tell: (scene: () => Scene) => void): void {
  describe(title, function () {
    this.timeout(300_000);
    let folder = '';
    let beside = '';
    let workbench: Workbench | undefined;
    let hasFailed = false;

    before(async () => {
      folder = cartWorkspace(options.files);
      beside = options.besideFiles === undefined ? '' : cartWorkspace(options.besideFiles);
      workbench = await openWorkbench(beside === '' ? folder : workspaceOf(folder, beside), options);
    });

    // Each step stands on the one before it.
    beforeEach(() => {
      if (hasFailed) {
        throw new Error('the step before this one failed');
      }
    });

    afterEach(async function () {
      if (this.currentTest?.state === 'failed') {
        hasFailed = true;
        await pictureFailure(workbench, this.currentTest.fullTitle());
      }
    });

    after(async () => {
      await workbench?.close();
      for (const root of [folder, beside].filter((one) => one !== '')) {
        await removeCart(root);
      }
    });

    tell(() => {
      if (workbench === undefined) {
        throw new Error('the window is not open yet');
      }
      return { folder, beside, workbench };
    });

    it('leaves no error of ours behind', () => {
      const errors = workbench?.ownErrors() ?? [];
      const isWanted = (error: string) =>
        options.wantedError !== undefined && error.includes(options.wantedError);
      deepStrictEqual(
        errors.filter((error) => !isWanted(error)),
        [],
      );
    });
  });
}

/** Leaves a picture of every window behind: of the first by the name of the step, of the others with a number. */
async function pictureFailure(workbench: Workbench | undefined, title: string): Promise<void> {
  mkdirSync('.cache/screenshots/failed', { recursive: true });
  const name = title.replaceAll(/\W+/g, '-').slice(0, 80);
  for (const [index, page] of (workbench?.page.context().pages() ?? []).entries()) {
    await page.screenshot({ path: `.cache/screenshots/failed/${name}${index === 0 ? '' : index}.png` });
  }
}

/** A workspace of two folders, in a file that goes with the first of them. */
function workspaceOf(folder: string, beside: string): string {
  const file = join(dirname(folder), 'both.code-workspace');
  const folders = [
    { path: folder, name: 'shop' },
    { path: beside, name: 'branch' },
  ];
  writeFileSync(file, JSON.stringify({ folders }));
  return file;
}
