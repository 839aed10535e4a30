import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeHashes } from '../../../server/src/adapters/nodeHashes';
import { gitBlobName } from '../../../server/src/core/change/hashes';
import { compareFiles } from '../../../server/src/core/change/hunkSpans';
import { applyPatchFile, parsePatch } from '../../../server/src/core/change/patch';
import { diffText } from '../../../server/src/core/change/unified/diffText';
import { type Bench, type BenchScope, type Figure, figure } from '../figure';
import { perCall, processMs, takeTurns, timed } from '../measure';
import { editedLines, fileText, sourceLines } from './editedFile';

/** jsdiff is stopped after this long. */
const patienceMs = 5_000;

interface JsDiff {
  createTwoFilesPatch(
    oldName: string,
    newName: string,
    before: string,
    after: string,
    oldHeader: undefined,
    newHeader: undefined,
    options: { context: number; timeout: number },
  ): string | undefined;
  applyPatch(before: string, patch: unknown): string | false;
  parsePatch(text: string): readonly unknown[];
}

/** Unified diffs of edited files, and patches read and applied. */
export const changeBench: Bench = {
  name: 'change',
  title: 'Diff and patch',
  async run(scope) {
    const figures: Figure[] = [];
    for (const count of scope.isQuick ? [1_000] : [1_000, 10_000, 50_000]) {
      for (const percent of [2, 20]) {
        figures.push(...(await measureFile(scope, count, percent)));
      }
    }
    return figures;
  },
};

async function measureFile(scope: BenchScope, count: number, percent: number): Promise<Figure[]> {
  const lines = sourceLines(count);
  const before = fileText(lines);
  const after = fileText(editedLines(lines, percent));
  const size = `${count} lines, ${percent} % edited`;
  const files = [join(scope.folder, 'before.ts'), join(scope.folder, 'after.ts')] as const;
  writeFileSync(files[0], before);
  writeFileSync(files[1], after);
  const bytes = [new TextEncoder().encode(before), new TextEncoder().encode(after)] as const;
  const git = ['git', 'diff', '--no-index', '--no-color', '--no-ext-diff', '--', ...files] as const;
  const diff = await takeTurns(scope.rounds, {
    ours: () => perCall(() => unified(bytes), 30),
    git: () => processMs(git, { accept: [1] }),
  });
  const costs = { unit: 'ms', ours: diff.ours, theirs: diff.git } as const;
  return [
    figure(`diff of ${size}`, 'git diff --no-index', costs, { atMost: 1 }, 'the peer starts a process'),
    ...(await againstJsDiff(scope, size, before, after, diff.ours)),
  ];
}

function unified([before, after]: readonly [Uint8Array, Uint8Array]): string {
  const blobs = { before: gitBlobName(before, nodeHashes), after: gitBlobName(after, nodeHashes) };
  const subject = {
    path: 'file.ts',
    before: { bytes: before, mode: 0o644 },
    after: { bytes: after, mode: 0o644 },
  };
  return diffText(subject, compareFiles(before, after), blobs, false);
}

async function againstJsDiff(
  scope: BenchScope,
  size: string,
  before: string,
  after: string,
  oursMs: number,
): Promise<Figure[]> {
  const library = scope.peers.load<JsDiff>('diff');
  if (typeof library === 'string') {
    return [figure(`diff of ${size}`, 'jsdiff', { unit: 'ms', ours: oursMs, theirs: library })];
  }
  let made: string | undefined;
  const theirsMs = await timed(() => {
    const options = { context: 3, timeout: patienceMs };
    made = library.createTwoFilesPatch(
      'a/file.ts',
      'b/file.ts',
      before,
      after,
      undefined,
      undefined,
      options,
    );
  });
  const note = made === undefined ? `the peer gave up after ${patienceMs / 1000} s` : '';
  const encoder = new TextEncoder();
  const patch = unified([encoder.encode(before), encoder.encode(after)]);
  return [
    figure(`diff of ${size}`, 'jsdiff', { unit: 'ms', ours: oursMs, theirs: theirsMs }, null, note),
    await patching(scope, size, { library, before, after, patch }),
  ];
}

async function patching(
  scope: BenchScope,
  size: string,
  { library, before, after, patch }: { library: JsDiff; before: string; after: string; patch: string },
): Promise<Figure> {
  const bytes = new TextEncoder().encode(before);
  const ours = () => {
    const parsed = parsePatch(patch);
    const [file] = 'files' in parsed ? parsed.files : [];
    const applied = file && applyPatchFile(bytes, file);
    return applied && 'after' in applied && applied.after ? applied.after : new Uint8Array();
  };
  const theirs = () => library.applyPatch(before, library.parsePatch(patch)[0]);
  if (new TextDecoder().decode(ours()) !== after || theirs() !== after) {
    throw new Error(`the patch of ${size} was not applied`);
  }
  const costs = await takeTurns(scope.rounds, {
    ours: () => perCall(ours, 30),
    theirs: () => perCall(theirs, 30),
  });
  return figure(`parse and apply, ${size}`, 'jsdiff', { unit: 'ms', ...costs }, { atMost: 1 });
}
