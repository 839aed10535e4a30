import { deepStrictEqual, ok } from 'node:assert/strict';
import { knownTools } from '../../server/src/cli/work/knownTools';
import { parsePlan } from '../../server/src/core/plan/parsePlan';
import { blastRadiusOf } from '../../server/src/core/run/blastRadius';
import { judgeOf, run } from './policy/actions';

describe('what a plan would do', () => {
  const plan = parsePlan(
    'schema: plan/1\ntitle: t\nsteps:\n  - {id: a, uses: shell.run, with: {argv: [x]}}\n',
    {
      fileName: 'plan.yaml',
      tools: knownTools,
    },
  ).plan;

  it('shows each argument of a command apart, quoted where a shell would read more into it', () => {
    ok(plan);
    const commandsOf = (...argv: string[]) => {
      const action = run(...argv);
      const step = {
        stepId: 'a',
        action,
        decision: judgeOf('standard')(action),
        isProvisional: false,
        isCarried: false,
      };
      return blastRadiusOf(plan, [step], { count: 0, medianMs: null, costUsd: null }).commands;
    };
    deepStrictEqual(commandsOf('echo', 'ok;', 'ls'), ["echo 'ok;' ls"]);
    deepStrictEqual(commandsOf('npm', 'run', 'test:only', ''), ["npm run test:only ''"]);
    deepStrictEqual(commandsOf('echo', "it's"), ["echo 'it'\\''s'"]);
  });
});
