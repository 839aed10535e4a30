import { deepStrictEqual, equal, ok } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { knownTools } from '../../server/src/cli/work/knownTools';
import { parsePlan } from '../../server/src/core/plan/parsePlan';
import { planHash } from '../../server/src/core/plan/planDigest';

const programs = 'dist/server';
const sample = 'docs/examples/plans/recoverByGoto.yaml';

describe('what the command line loads to begin with', () => {
  it('§1.14: is neither the schema library nor the methods, and checking a plan needs none of them either', () => {
    const first = closureOf([join(programs, 'commands.mjs')]);
    const checking = first.flatMap((file) =>
      partsOf(file, /import\("(\.[^"]*\bvalidatePlan-\w+[.]mjs)"\)/gu),
    );
    ok(checking.length > 0);
    const loaded = [...first, ...closureOf(checking)];
    const sources = new Set(loaded.flatMap(sourcesOf));
    ok(sources.has('server/src/cli/runCommandLine.ts') && sources.has('server/src/core/plan/parsePlan.ts'));
    const heavy = [...sources].filter((source) =>
      /^node_modules\/zod\/|^server\/src\/protocol\/methods[.]ts$/.test(source),
    );
    deepStrictEqual(heavy, []);
  });

  it('names a plan by the hashes of the machine as core does by its library', () => {
    const text = readFileSync(sample, 'utf8');
    const { plan } = parsePlan(text, { fileName: sample, tools: knownTools });
    ok(plan !== null);
    const argv = [join(programs, 'cli.cjs'), 'plan', 'validate', sample, '--json'];
    const { hash } = JSON.parse(execFileSync(process.execPath, argv, { encoding: 'utf8' })) as {
      hash: string;
    };
    equal(hash, planHash(plan));
  });
});

/** These files and all that they load before they do anything. */
function closureOf(files: readonly string[]): readonly string[] {
  const seen = new Set(files);
  for (const file of seen) {
    for (const part of partsOf(file, /^(?:import|\} from) "(\.[^"]+)";$/gmu)) {
      seen.add(part);
    }
  }
  return [...seen];
}

function partsOf(file: string, naming: RegExp): readonly string[] {
  return [...readFileSync(file, 'utf8').matchAll(naming)].map(([, path = '']) => join(dirname(file), path));
}

/** The files of ours and of others that a part was bundled from, as the bundler names them in it. */
function sourcesOf(file: string): readonly string[] {
  return [...readFileSync(file, 'utf8').matchAll(/^\/\/ ((?:server|node_modules)\/\S+)$/gmu)].map(
    ([, path = '']) => path,
  );
}
