import { createRequire } from 'node:module';
import type { parseDocument as parseYaml } from 'yaml';
import { parsePlan } from '../../../server/src/core/plan/parsePlan';
import { type Bench, type BenchScope, type Figure, figure } from '../figure';
import { takeTurns, timed } from '../measure';
import { longPlan } from './longPlan';
import { typeInSession } from './typedSession';
import { facts, opened, perKeystroke, repeated, tools, typist } from './typing';
import { type YamlServer, yamlServer } from './yamlServer';

/** What one keystroke in a plan file costs, from the new text to its diagnostics. */
export const languageBench: Bench = {
  name: 'language',
  title: 'Per keystroke in a plan file (diagnostics with graph and policy; completion)',
  async run(scope) {
    const peer = yamlServer(scope.peers);
    const figures: Figure[] = [];
    for (const steps of scope.isQuick ? [100] : [100, 1000])
      figures.push(...(await sized(scope, peer, steps)));
    return [...figures, await sessionFigure(scope.isQuick ? 100 : 500)];
  },
};

/** The library as Node itself loads it; our own parts are built with its other half. */
const { parseDocument } = createRequire(import.meta.url)('yaml') as {
  readonly parseDocument: typeof parseYaml;
};

/** What a person may wait for the answer to a letter, in milliseconds. */
const budgets = { small: 3, large: 10, completion: 5 } as const;

async function sized(scope: BenchScope, peer: YamlServer | string, stepCount: number): Promise<Figure[]> {
  const text = longPlan(stepCount);
  const lines = `${text.split('\n').length} lines`;
  const titles = typist(text, `number ${stepCount >> 1}`);
  const ids = typist(text, `- id: step_${stepCount >> 1}`);
  const keys = typist(text, `cwd: packages/p${stepCount >> 1}\n    `);
  const document = opened(text);
  const position = positionOf(text, `step_${stepCount >> 1}\n`);
  const check = (typed: string) => {
    document.update(typed);
    document.diagnostics(facts);
  };
  const complete = (typed: string) => {
    document.update(typed);
    document.complete(position, facts);
  };
  const whole = () => parsePlan(titles(), { fileName: 'x', tools });
  const theirs = async (work: (server: YamlServer) => Promise<unknown>) =>
    typeof peer === 'string' ? 0 : timed(() => work(peer));
  const costs = await takeTurns(scope.rounds, {
    title: () => perKeystroke(titles, check),
    id: () => perKeystroke(ids, check),
    key: () => perKeystroke(keys, check),
    completion: () => perKeystroke(titles, complete),
    first: () => repeated(() => opened(text).diagnostics(facts)),
    whole: () => timed(whole),
    yaml: () => repeated(() => parseDocument(titles())),
    theirCheck: () => theirs((server) => server.validate(titles())),
    theirCompletion: () => theirs((server) => server.complete(titles(), position)),
  });
  const named = (cost: number) => (typeof peer === 'string' ? peer : cost);
  const small = stepCount <= 100;
  const budgetMs = small ? budgets.small : budgets.large;
  return [
    figure(
      `diagnostics, ${lines}, a letter in a title`,
      `a budget of ${budgetMs} ms`,
      { unit: 'ms', ours: costs.title, theirs: budgetMs },
      { atMost: 1 },
    ),
    figure(
      `diagnostics, ${lines}, a letter in a step id`,
      `a budget of ${budgetMs} ms`,
      { unit: 'ms', ours: costs.id, theirs: budgetMs },
      { atMost: 1 },
      'every step after it names one that there is not',
    ),
    figure(
      `completion, ${lines}`,
      `a budget of ${budgets.completion} ms`,
      { unit: 'ms', ours: costs.completion, theirs: budgets.completion },
      { atMost: 1 },
    ),
    figure(
      `diagnostics, ${lines}, a letter in a title`,
      'yaml-language-server, a schema of keys and words alone',
      { unit: 'ms', ours: costs.title, theirs: named(costs.theirCheck) },
      { atLeast: small ? 10 : 20 },
      'the peer checks no references, graph or policy',
    ),
    figure(
      `diagnostics, ${lines}, a letter in a title`,
      'our own check of the whole text',
      { unit: 'ms', ours: costs.title, theirs: costs.whole },
      { atLeast: small ? 5 : 20 },
    ),
    figure(
      `diagnostics, ${lines}, a letter in a step id`,
      'our own check of the whole text',
      { unit: 'ms', ours: costs.id, theirs: costs.whole },
      { atLeast: small ? 5 : 20 },
    ),
    figure(
      `diagnostics, ${lines}, a letter of a key without its colon yet`,
      'our own check of the whole text',
      { unit: 'ms', ours: costs.key, theirs: costs.whole },
      { atLeast: small ? 5 : 20 },
      'an error of syntax',
    ),
    figure(
      `completion, ${lines}`,
      'yaml-language-server',
      { unit: 'ms', ours: costs.completion, theirs: named(costs.theirCompletion) },
      { atLeast: small ? 10 : 20 },
    ),
    figure(
      `first check, ${lines}`,
      'yaml.parseDocument of the same text',
      { unit: 'ms', ours: costs.first, theirs: costs.yaml },
      { atMost: 1.2 },
      'schema, references, graph and policy included; the peer as Node loads it',
    ),
  ];
}

/** What stands between the letter and its diagnostics in an editor: the line, and the text put together, too. */
async function sessionFigure(stepCount: number): Promise<Figure> {
  const ours = await typeInSession(longPlan(stepCount), `number ${stepCount >> 1}`);
  return figure(
    `a letter in a title of a plan of ${stepCount} steps, sent by an editor, to its diagnostics`,
    `a budget of ${budgets.large} ms`,
    { unit: 'ms', ours, theirs: budgets.large },
    { atMost: 1 },
    'over the language protocol; both ends in one process, which reads its own JSON',
  );
}

/** Behind the first letters of the line after a word. */
function positionOf(text: string, word: string): { readonly line: number; readonly character: number } {
  return { line: text.slice(0, text.indexOf(word)).split('\n').length, character: 6 };
}
