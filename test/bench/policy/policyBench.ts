import { parse } from 'yaml';
import type { Action } from '../../../server/src/core/policy/action';
import { foldLayers } from '../../../server/src/core/policy/foldLayers';
import { compileJudge, type Judge } from '../../../server/src/core/policy/judge';
import { parsePolicyFile } from '../../../server/src/core/policy/parsePolicyFile';
import { action, path, run } from '../../core/policy/actions';
import { type Bench, type BenchScope, type Figure, figure } from '../figure';
import { perCall, takeTurns } from '../measure';
import { globList, globPerRule, type PeerJudge } from './globPeers';
import { commandRules, type GlobRule, pathRules, policyText } from './ruleSets';

/** Decisions under many rules, where deny wins and the rule is named. */
export const policyBench: Bench = {
  name: 'policy',
  title: 'Policy decisions (deny wins, the matching rule named)',
  async run(scope) {
    const figures: Figure[] = [];
    for (const count of [100, 1000]) {
      figures.push(...(await decisions(scope, `${count} rules over paths`, pathRules(count), calls)));
      figures.push(...(await decisions(scope, `${count} rules with argv0`, commandRules(count), commands)));
    }
    for (const count of [100, 1000]) {
      figures.push(await loading(scope, count));
    }
    return figures;
  },
};

const writing = (file: string): Action =>
  action({ effect: 'write', writes: [file] }, { tool: 'apply_patch', paths: [path(file, 'write')] });
const calls: readonly Action[] = Array.from({ length: 16 }, (_, index) =>
  writing(`area${index * 7}/src/file${index}.ts`),
);
const commands: readonly Action[] = Array.from({ length: 16 }, (_, index) =>
  run(`tool${index * 7}`, 'build', '--target', `part${index}`),
);

async function decisions(
  scope: BenchScope,
  what: string,
  rules: readonly GlobRule[],
  actions: readonly Action[],
): Promise<Figure[]> {
  const judge = judgeOf(rules);
  const each = (work: (action: Action) => unknown) => () =>
    perCall(() => {
      for (const one of actions) {
        work(one);
      }
    }) / actions.length;
  const perRule = globPerRule(scope.peers, rules);
  const list = globList(scope.peers, rules);
  const peer = (judged: PeerJudge | string) => each(typeof judged === 'string' ? () => null : judged);
  const costs = await takeTurns(scope.rounds, {
    ours: each(judge),
    perRule: peer(perRule),
    list: peer(list),
  });
  const is1000 = rules.length >= 1000;
  return [
    figure(
      what,
      'minimatch, rule by rule',
      { unit: 'µs', ours: costs.ours, theirs: typeof perRule === 'string' ? perRule : costs.perRule },
      { atLeast: 3 },
      'the peer only matches: no argv, no reasons, no location',
    ),
    figure(
      what,
      'a list of compiled picomatch globs',
      { unit: 'µs', ours: costs.ours, theirs: typeof list === 'string' ? list : costs.list },
      { atMost: is1000 ? 0.33 : 1 },
      `target: ${is1000 ? 10 : 3} µs where the list takes ${is1000 ? 31 : 3.1}`,
    ),
  ];
}

function judgeOf(rules: readonly GlobRule[]): Judge {
  const { layer, problems } = parsePolicyFile(policyText(rules), 'user.yaml', 'user');
  if (layer === null) {
    throw new Error(`the rules are wrong: ${JSON.stringify(problems)}`);
  }
  return compileJudge(foldLayers([layer], 'standard').policy);
}

/** From the text of a policy file to the first decision. */
async function loading(scope: BenchScope, count: number): Promise<Figure> {
  const rules = pathRules(count);
  const text = policyText(rules);
  const [first] = calls;
  const { ours, theirs } = await takeTurns(scope.rounds, {
    ours: () => perCall(() => first && judgeOf(rules)(first), 40),
    theirs: () => perCall(() => parse(text), 40),
  });
  return figure(
    `load ${count} rules until the first decision`,
    'yaml.parse of the same text',
    { unit: 'ms', ours, theirs },
    { atMost: 2 },
  );
}
