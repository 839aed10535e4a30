import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { brokenPlan, cartWorkspace, removeCart } from '../../editor/cartWorkspace';
import { runInEditor } from '../../editor/host/runInEditor';
import { installChromium } from '../../editor/setUp/installChromium';
import { installExtension, installedExtension } from '../../editor/setUp/installExtension';
import { installHost } from '../../editor/setUp/installHost';
import { makePackage } from '../../support/makePackage';
import { type Bench, type BenchScope, type Figure, figure } from '../figure';
import { median } from '../measure';

const megabyte = 1024 * 1024;

/** What the extension costs in a real VS Code: waking it, the memory it takes there, and its package. */
export const editorBench: Bench = {
  name: 'editor',
  title: 'The extension in a real VS Code',
  async run(scope) {
    installChromium();
    installHost();
    installExtension();
    const ours: HostCosts[] = [];
    const empty: HostCosts[] = [];
    for (let round = 0; round < (scope.isQuick ? 1 : 7); round += 1) {
      ours.push(await costs(installedExtension()));
      empty.push(await costs(emptyExtension(scope.folder)));
    }
    return [...hostFigures(ours, empty, scope), packageFigure(scope)];
  },
};

/** What one start of the editor was measured to cost. */
interface HostCosts {
  readonly activationMs: number;
  readonly heapBytes: number;
  readonly residentBytes: number;
}

async function costs(extension: string): Promise<HostCosts> {
  const folder = cartWorkspace({ 'broken.plan.yaml': brokenPlan });
  try {
    const { lines, trouble } = await runInEditor({
      files: [],
      folder,
      extensions: [extension],
      program: resolve('dist/test/editor/suite/measureHost.cjs'),
      deadlineMs: 120_000,
    });
    if (trouble !== null) {
      throw new Error(trouble);
    }
    const value = (wanted: string) =>
      lines.flatMap((line) => (line.kind === 'figure' && line.name === wanted ? [line.value] : []))[0] ??
      Number.NaN;
    return {
      activationMs: value('activationMs'),
      heapBytes: value('heapBytes'),
      residentBytes: value('residentBytes'),
    };
  } finally {
    await removeCart(folder);
  }
}

function hostFigures(
  ours: readonly HostCosts[],
  empty: readonly HostCosts[],
  scope: BenchScope,
): readonly Figure[] {
  const middle = (all: readonly HostCosts[], name: keyof HostCosts) => median(all.map((one) => one[name]));
  const above = (name: keyof HostCosts) => middle(ours, name) - middle(empty, name);
  const allowed = { unit: 'bytes', theirs: 50 * megabyte } as const;
  return [
    figure(
      'loading and activate(), above an empty extension',
      'node -e 0',
      { unit: 'ms', ours: above('activationMs'), theirs: scope.nodeMs },
      { atMost: 0.625 },
      `target: 25 ms where node -e 0 takes 40; the empty extension takes ${middle(empty, 'activationMs').toFixed(1)} ms`,
    ),
    figure(
      'extension host with a plan open and checked, heap above an empty extension',
      'the 50 MB allowed',
      { ...allowed, ours: above('heapBytes') },
      { atMost: 1 },
      'after a collection',
    ),
    figure(
      'the same, resident memory',
      'the 50 MB allowed',
      { ...allowed, ours: above('residentBytes') },
      { atMost: 1 },
      'noisy: what the process has ever touched',
    ),
  ];
}

function packageFigure(scope: BenchScope): Figure {
  const stage = join(scope.folder, 'package');
  mkdirSync(stage);
  const { size } = statSync(makePackage(stage));
  return figure(
    'holdpoint.vsix',
    'the 2.5 MB allowed',
    { unit: 'bytes', ours: size, theirs: 2.5 * megabyte },
    { atMost: 1 },
  );
}

/** An extension that does nothing, to subtract what any extension costs. */
function emptyExtension(folder: string): string {
  const path = join(folder, 'empty');
  mkdirSync(path, { recursive: true });
  const manifest = {
    name: 'empty',
    publisher: 'holdpoint',
    version: '1.0.0',
    engines: { vscode: '^1.101.0' },
    main: './main.cjs',
  };
  writeFileSync(join(path, 'package.json'), JSON.stringify({ ...manifest, activationEvents: [] }));
  writeFileSync(join(path, 'main.cjs'), 'exports.activate = () => {};\n');
  return path;
}
