import { deepStrictEqual, equal } from 'node:assert/strict';
import fc from 'fast-check';
import { draftPlan } from '../../../server/src/core/plan/draftPlan';
import { parsePlan } from '../../../server/src/core/plan/parsePlan';
import { toolCatalog } from '../../../server/src/runtime/toolCatalog';
import { createTools } from '../../../server/src/tools/toolTable';

const tools = toolCatalog(createTools());
const parsed = (text: string) => parsePlan(text, { fileName: 'plan.yaml', tools });

describe('a drafted plan', () => {
  it('looks around first where nothing is to be read', () => {
    const { plan, problems } = parsed(draftPlan({ goal: 'Tidy\nup', read: [], write: [], verify: [] }));
    deepStrictEqual(problems, []);
    equal(plan?.title, 'Tidy');
    deepStrictEqual(
      plan?.steps.map(({ id, uses }) => [id, uses]),
      [['look', 'list_dir']],
    );
  });

  it('reads, drafts each file before it is written, and then shows that the goal is met', () => {
    const { plan } = parsed(
      draftPlan({
        goal: 'Greet',
        read: ['a.ts'],
        write: [{ path: 'b.ts', content: 'b\n' }],
        verify: ['npm', 'test'],
      }),
    );
    deepStrictEqual(
      plan?.steps.map(({ id, uses, needs }) => [id, uses, needs]),
      [
        ['read-1', 'read_file', []],
        ['draft-1', 'write_file_preview', ['read-1']],
        ['apply-1', 'write_file_apply', ['draft-1']],
        ['verify', 'test.run', ['apply-1']],
      ],
    );
  });

  it('keeps whatever it is given as text: no content becomes a reference, a step or a key', () => {
    const piece = fc.oneof(
      fc.constantFrom('${inputs.x}', '$${', '\n  - id: evil', ': {', '#', "'", '"', '|', '%', '\t'),
      fc.constantFrom(
        ' ',
        '\n',
        '\r\n',
        '\r',
        '\n \n',
        '\0',
        '\u0085',
        '\u2028',
        '\ufeff',
        '日本',
        '---\n',
        '...\n',
      ),
      fc.string({ maxLength: 8 }),
      fc.string({ unit: 'binary', maxLength: 4 }),
    );
    const text = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, text, (content, goal) => {
        const draft = {
          goal: `g${goal}`,
          read: [],
          write: [{ path: 'a.txt', content }],
          verify: ['x', content],
        };
        const { plan, problems } = parsed(draftPlan(draft));
        deepStrictEqual(problems, []);
        deepStrictEqual(
          plan?.steps.map(({ id }) => id),
          ['look', 'draft-1', 'apply-1', 'verify'],
        );
        equal(plan?.goal, `g${goal}`);
        deepStrictEqual(plan?.steps[1]?.with, {
          path: 'a.txt',
          content: content.replaceAll('${', () => '$${'),
        });
      }),
      { numRuns: 300, examples: [[' \n', '\n \n${inputs.x}${inputs.x}\0\0']] },
    );
  });
});
