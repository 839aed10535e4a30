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
    for (let round = 0; round < (scope.isQuick ? 1 : 9); round += 1) {
      ours.push(await costs(installedExtension()));
      empty.push(await costs(emptyExtension(scope.folder)));
    }
    return [...hostFigures(ours, empty, scope), packageFigure(scope)];
  },
};

/** What one start of the editor was measured to cost. */
interface HostCosts {
  /** From the call that wakes the extension to its end, on whatever the editor waits meanwhile. */
  readonly activationMs: number;
  /** Of that, what the editor says loading and `activate()` took. */
  readonly toldMs: number;
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
      toldMs: value('toldMs'),
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
      'loading and activate(), as the editor tells it',
      'node -e 0',
      { unit: 'ms', ours: middle(ours, 'toldMs'), theirs: scope.nodeMs },
      { atMost: 0.625 },
      'target: 25 ms where node -e 0 takes 40',
    ),
    figure(
      'waking the extension from another one, above an empty extension',
      'node -e 0',
      { unit: 'ms', ours: above('activationMs'), theirs: scope.nodeMs },
      null,
      `noise: the empty extension takes ${range(empty)} ms`,
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

function range(all: readonly HostCosts[]): string {
  const costs = all.map(({ activationMs }) => activationMs);
  return `${Math.min(...costs).toFixed(0)} to ${Math.max(...costs).toFixed(0)}`;
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
