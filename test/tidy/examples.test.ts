import { deepStrictEqual, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parsePlan } from '../../server/src/core/plan/parsePlan';
import { toolCatalog } from '../../server/src/runtime/toolCatalog';
import { createTools } from '../../server/src/tools/toolTable';
import { repositoryFiles } from './repository';

/** The plans printed in the documents. */
function printedPlans(): readonly { readonly place: string; readonly text: string }[] {
  return repositoryFiles()
    .filter((path) => path.endsWith('.md'))
    .flatMap((path) =>
      [...readFileSync(path, 'utf8').matchAll(/^```yaml\n(schema: plan\/1\n[\s\S]*?)^```/gm)].map(
        ([, text = ''], index) => ({ place: `${path} ${index + 1}`, text }),
      ),
    );
}

describe('plans in documents', () => {
  it('are plans', () => {
    const tools = toolCatalog(createTools());
    const faults = printedPlans().flatMap(({ place, text }) =>
      parsePlan(text, { fileName: 'plan.yaml', tools }).problems.map(
        ({ line, code, message }) => `${place}:${line} ${code} ${message}`,
      ),
    );
    deepStrictEqual(faults, []);
    ok(printedPlans().length > 1);
  });
});
