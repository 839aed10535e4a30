import { equal, ok } from 'node:assert/strict';
import { Test } from 'mocha';
import { cartWorkspace, removeCart } from './cartWorkspace';
import { runInEditor, type SuiteEnd } from './host/runInEditor';
import { suiteFiles } from './suiteRecord';

const deadlineMs = 240_000;

describe('inside the editor', function () {
  this.timeout(deadlineMs + 60_000);
  let folder: string;
  let end: SuiteEnd;

  before(async () => {
    folder = cartWorkspace();
    end = await runInEditor({ files: suiteFiles(), folder, deadlineMs });
    // Every test that ran there counts here as one of its own.
    for (const line of end.lines) {
      if (line.kind === 'test') {
        this.addTest(
          new Test(line.path.join(' › '), () => {
            ok(line.failure === null, line.failure ?? '');
          }),
        );
      }
    }
  });

  after(() => removeCart(folder));

  it('loads every suite and comes to an end', () => {
    equal(end.trouble, null);
    ok(end.lines.length > 1, 'no test ran');
  });
});
