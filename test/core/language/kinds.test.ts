import { deepStrictEqual, ok } from 'node:assert/strict';
import type { DocumentSymbol, LanguageFacts } from '#protocol/language/service';
import { parsePolicyFile } from '../../../server/src/core/policy/parsePolicyFile';
import { flow, plan, samples } from './kindSamples';
import { edited, openMarked, openText, plainFacts } from './openPlan';

const { layer } = parsePolicyFile(
  'schema: policy/1\npermissions:\n  rules:\n    - {id: npm, effect: ask, tool: test.run}\n',
  'holdpoint.policy.yaml',
  'workspace',
);
const facts: LanguageFacts = { ...plainFacts, layers: layer ? [layer] : [] };

for (const [kind, sample] of Object.entries(samples)) {
  describe(`a ${kind}`, () => {
    const { uri } = sample;
    const open = (text: string) => openMarked(text, uri);
    const bare = (text: string) => text.replace('‸', '');

    it('has diagnostics for what is wrong, and none for what is right', () => {
      const codes = (text: string) =>
        openText(bare(text), uri)
          .diagnostics(facts)
          .flatMap(({ severity, code }) => (severity <= 2 ? [code] : []));
      deepStrictEqual(codes(sample.named), []);
      ok(codes(sample.broken).includes(sample.code), codes(sample.broken).join(' '));
    });

    it('completes what is being typed', () => {
      const { document, position } = open(sample.completed);
      const labels = document.complete(position, facts).map(({ label }) => label);
      for (const offer of sample.offers)
        ok(labels.includes(offer), `${offer} is not among ${labels.join(' ')}`);
    });

    it('tells what stands beneath the pointer', () => {
      const { document, position } = open(sample.hovered);
      const value = document.hover(position, facts)?.contents.value ?? '';
      ok(sample.told.test(value), value);
    });

    it('leads from every use of a name to its definition, and from there to all of them', () => {
      const { document, position } = open(sample.named);
      const [defined = '', ...uses] = sample.places;
      const shown = ({ start }: { readonly start: { readonly line: number; readonly character: number } }) =>
        `${start.line}:${start.character}`;
      const found = document.definition(position, facts);
      deepStrictEqual(found === null ? '' : shown(found.range), defined);
      deepStrictEqual(document.references(position, false).map(shown).sort(), [...uses].sort());
      const all = sample.places.filter((place) => place !== '');
      deepStrictEqual(document.references(position, true).map(shown).sort(), all.sort());
    });

    it('takes another name everywhere at once and means the same', () => {
      const { document, position, text } = open(sample.named);
      ok(document.prepareRename(position) !== null);
      const edits = document.rename(position, sample.newName, 'en');
      ok(!('refused' in edits), JSON.stringify(edits));
      deepStrictEqual(edits.length, sample.places.filter((place) => place !== '').length);
      const problems = openText(edited(text, edits), uri).diagnostics(facts);
      deepStrictEqual(
        problems.filter(({ severity }) => severity <= 2),
        [],
      );
    });

    it('has an outline, and folds what spans lines', () => {
      const names = (symbols: readonly DocumentSymbol[], above: string): string[] =>
        symbols.flatMap(({ name, children }) => [above + name, ...names(children, `${above}${name}/`)]);
      const document = openText(bare(sample.named), uri);
      deepStrictEqual(names(document.symbols(), ''), sample.outline);
      ok(document.folding().length > 0);
    });

    it('has code lenses', () => {
      const titles = openText(bare(sample.named), uri)
        .lenses(facts)
        .map(({ command }) => command.title);
      deepStrictEqual(titles, sample.lenses);
    });

    it('is mended by a quick fix', () => {
      const everything = { start: { line: 0, character: 0 }, end: { line: 999, character: 0 } };
      const text = bare(sample.broken);
      const fixes = openText(text, uri).fixes(everything, facts);
      const mended = fixes.map(({ edits }) => edited(text, edits));
      ok(mended.includes(bare(sample.mended)), mended.join('\n---\n'));
    });
  });
}

describe('the tool of a step', () => {
  it('leads to the rule of the policy file that decides about it, in plans and in flows', () => {
    for (const [uri, text] of [
      [
        'file:///w/change.plan.yaml',
        plan.replace('lo‸ok', 'look').replace('uses: test.run', 'uses: test‸.run'),
      ],
      [
        'file:///w/a.flow.yaml',
        flow.replace('lo‸ok', 'look').replace('TestExecutorNode', 'Test‸ExecutorNode'),
      ],
    ] as const) {
      const { document, position } = openMarked(text, uri);
      deepStrictEqual(document.definition(position, facts), {
        file: '/w/holdpoint.policy.yaml',
        range: { start: { line: 3, character: 0 }, end: { line: 3, character: 0 } },
      });
      deepStrictEqual(document.definition(position, plainFacts), null);
    }
  });
});
