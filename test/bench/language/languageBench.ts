import { parseDocument } from 'yaml';
import type { LanguageDocument, LanguageFacts } from '#protocol/language/service';
import { createLanguage } from '../../../server/src/core/language/language';
import { parsePlan } from '../../../server/src/core/plan/parsePlan';
import { languageTools } from '../../../server/src/runtime/languageTools';
import { createTools } from '../../../server/src/tools/toolTable';
import { type Bench, type BenchScope, type Figure, figure } from '../figure';
import { median, takeTurns, timed } from '../measure';
import { longPlan } from './longPlan';
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
    return figures;
  },
};

const tools = languageTools(createTools(), new Set());
const facts: LanguageFacts = {
  layers: [],
  profile: 'standard',
  nowMs: 0,
  root: '/w',
  networkEnforced: true,
  locale: 'en',
  seen: { attributes: [], intrinsics: {} },
  lastRun: () => null,
};

/** Keystrokes within one turn: the first of a turn pays for what the peers have thrown out of the caches. */
const keystrokes = 9;

async function sized(scope: BenchScope, peer: YamlServer | string, stepCount: number): Promise<Figure[]> {
  const text = longPlan(stepCount);
  const lines = `${text.split('\n').length} lines`;
  const titles = typist(text, `number ${stepCount >> 1}`);
  const ids = typist(text, `- id: step_${stepCount >> 1}`);
  const keys = typist(text, `cwd: packages/p${stepCount >> 1}\n    `);
  const document = opened(text);
  const whole = () => parsePlan(titles(), { fileName: 'x', tools });
  const theirs = async (work: (server: YamlServer) => Promise<unknown>) =>
    typeof peer === 'string' ? 0 : timed(() => work(peer));
  const position = positionOf(text, `step_${stepCount >> 1}\n`);
  const costs = await takeTurns(scope.rounds, {
    title: () => typed(document, titles),
    id: () => typed(document, ids),
    key: () => typed(document, keys),
    completion: () => completed(document, titles, position),
    first: () => timed(() => opened(text).diagnostics(facts)),
    whole: () => timed(whole),
    yaml: () => timed(() => parseDocument(titles())),
    theirCheck: () => theirs((server) => server.validate(titles())),
    theirCompletion: () => theirs((server) => server.complete(titles(), position)),
  });
  const named = (cost: number) => (typeof peer === 'string' ? peer : cost);
  const small = stepCount <= 100;
  return [
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
      'the whole graph is checked anew',
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
      'schema, references, graph and policy included',
    ),
  ];
}

function opened(text: string): LanguageDocument {
  const document = createLanguage(tools).open('file:///w/long.plan.yaml');
  document.update(text);
  return document;
}

/** Gives the text with one letter more each time, at the same word. */
function typist(text: string, word: string): () => string {
  const at = text.indexOf(word) + word.length;
  let count = 0;
  return () => {
    count = (count % 9) + 1;
    return `${text.slice(0, at)}${'x'.repeat(count)}${text.slice(at)}`;
  };
}

async function typed(document: LanguageDocument, type: () => string): Promise<number> {
  const costs: number[] = [];
  for (let count = 0; count < keystrokes; count += 1) {
    const text = type();
    costs.push(
      await timed(() => {
        document.update(text);
        document.diagnostics(facts);
      }),
    );
  }
  return median(costs);
}

async function completed(
  document: LanguageDocument,
  type: () => string,
  position: { readonly line: number; readonly character: number },
): Promise<number> {
  const costs: number[] = [];
  for (let count = 0; count < keystrokes; count += 1) {
    const text = type();
    costs.push(
      await timed(() => {
        document.update(text);
        document.complete(position, facts);
      }),
    );
  }
  return median(costs);
}

/** Behind the first letters of the line after a word. */
function positionOf(text: string, word: string): { readonly line: number; readonly character: number } {
  return { line: text.slice(0, text.indexOf(word)).split('\n').length, character: 6 };
}
