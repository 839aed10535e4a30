import { deepStrictEqual, match, strictEqual } from 'node:assert/strict';
import { knownTools } from '../../../server/src/cli/work/knownTools';
import { parse, planOf, problemLines } from './planText';

function check(text: string, expected: readonly string[]): void {
  deepStrictEqual(problemLines(text), expected);
}

const run = 'uses: shell.run';

describe('problems of a plan', () => {
  it('SYNTAX: broken text, tabs, twice the same key, several documents, nothing', () => {
    check('schema: [plan/1', ['SYNTAX  1:16']);
    check('schema: plan/1\nsteps:\n\t- a', ['SYNTAX  3:1']);
    check('', ['SYNTAX  1:1']);
    check('a: 1\n---\nb: 2\n', ['SYNTAX  2:1']);
    check(planOf(`  - {id: a, ${run}}\n`, 'title: Again\n'), ['SYNTAX /title 3:1']);
    check('schema: plan/1\ntitle: *none\n', ['SYNTAX /title 2:8']);
    check('steps: &a [*a]\n', ['SYNTAX /steps/0 1:12']);
    check('title: !custom x\n', ['SYNTAX  1:8']);
  });

  it('MISSING_KEY, WRONG_TYPE and OUT_OF_RANGE', () => {
    check('goal: x\n', ['MISSING_KEY /schema 1:1', 'MISSING_KEY /title 1:1', 'MISSING_KEY /steps 1:1']);
    check('just text', ['WRONG_TYPE  1:1']);
    check('schema: plan/2\ntitle: ""\nsteps: []\n', [
      'OUT_OF_RANGE /schema 1:9',
      'OUT_OF_RANGE /title 2:8',
      'OUT_OF_RANGE /steps 3:8',
    ]);
    check(planOf('  - id: 1a\n    uses: 7\n    with: [x]\n  - text\n'), [
      'OUT_OF_RANGE /steps/0/id 4:9',
      'WRONG_TYPE /steps/0/uses 5:11',
      'WRONG_TYPE /steps/0/with 6:11',
      'WRONG_TYPE /steps/1 7:5',
    ]);
    check(planOf(`  - {id: a, ${run}, touches: [../x, /etc], commands: [[]], risk: huge}\n`), [
      'OUT_OF_RANGE /steps/0/touches/0 4:40',
      'OUT_OF_RANGE /steps/0/touches/1 4:46',
      'OUT_OF_RANGE /steps/0/commands/0 4:64',
      'OUT_OF_RANGE /steps/0/risk 4:75',
    ]);
    check(planOf(`  - {id: a, ${run}, with: {env: {N: .nan}}}\n`), ['WRONG_TYPE /steps/0/with/env/N 4:46']);
  });

  it('tells of inputs that no call of a tool could take, and leaves open what refers to other values', () => {
    const withTools = (steps: string) =>
      problemLines(planOf(steps), { tools: knownTools }).map((line) => line.split(' ').slice(0, 2).join(' '));
    const steps = [
      '{id: a, uses: shell.run, with: {argv: []}}',
      '{id: b, uses: shell.run, with: {script: ls}}',
      '{id: c, uses: fs.preview, with: {path: x}}',
      '{id: d, uses: run_shell_readonly, with: {command: ls, timeout_sec: 31}}',
      '{id: e, uses: read_file, with: {path: [x], encoding: latin1}}',
      '{id: f, uses: shell.run, with: {argv: [ls], env: {1A: x, B: 2}}}',
      '{id: g, uses: flow.route, with: {choices: [a], value: 3}}',
      '{id: h, uses: http.request}',
    ];
    deepStrictEqual(withTools(steps.map((step) => `  - ${step}\n`).join('')), [
      'OUT_OF_RANGE /steps/0/with/argv',
      'MISSING_KEY /steps/1/with',
      'MISSING_KEY /steps/2/with/content',
      'OUT_OF_RANGE /steps/3/with/timeout_sec',
      'WRONG_TYPE /steps/4/with/path',
      'OUT_OF_RANGE /steps/4/with/encoding',
      'OUT_OF_RANGE /steps/5/with/env/1A',
      'WRONG_TYPE /steps/5/with/env/B',
      'WRONG_TYPE /steps/6/with/value',
      'MISSING_KEY /steps/7/with/url',
    ]);
    const open = [
      '{id: a, uses: shell.run, with: {argv: "${inputs.argv}"}}',
      '{id: b, uses: shell.run, commands: [[ls], [pwd]]}',
      '{id: c, uses: fs.preview, with: {path: "${inputs.path}", content: null, mode: "${inputs.mode}"}}',
      '{id: d, uses: run_shell_readonly, with: {command: ls, timeout_sec: "${inputs.seconds}"}}',
      '{id: e, uses: flow.route, with: {choices: [a], value: ["${inputs.path}"]}}',
    ];
    const inputs = 'inputs: {properties: {argv: {}, path: {}, mode: {}, seconds: {}}}\n';
    const text = planOf(open.map((step) => `  - ${step}\n`).join(''), inputs);
    deepStrictEqual(problemLines(text, { tools: knownTools }), []);
  });

  it('OUT_OF_RANGE: a glob that would match nothing but itself', () => {
    const step = "  - {id: a, uses: read_file, with: {path: x}, touches: ['src/**', '(a)\\1']}\n";
    const policy = "policy: {permissions: {rules: [{id: r, effect: deny, match: {path: ['\\bsecret']}}]}}\n";
    check(planOf(step, policy), [
      'OUT_OF_RANGE /policy/permissions/rules/0/match/path/0 3:69',
      'OUT_OF_RANGE /steps/0/touches/1 5:67',
    ]);
  });

  it('OUT_OF_RANGE: more steps than the limit', () => {
    const steps = `  - {id: a, ${run}}\n  - {id: b, ${run}}\n`;
    check(planOf(steps, 'policy: {limits: {max_steps: 1}}\n'), ['OUT_OF_RANGE /steps 5:3']);
  });

  it('UNKNOWN_KEY at every level, also in the inputs of a tool and in policies', () => {
    check(
      planOf(
        `  - {id: a, ${run}, with: {argvv: [x]}, policy: {permisions: {}}}\n`,
        'goals: x\nworkspace: {slots: 1}\npolicy: {limits: {llm: {tokens: 1}}}\ninputs: {type: object, propertys: {}}\n',
      ),
      [
        'UNKNOWN_KEY /goals 3:1',
        'UNKNOWN_KEY /workspace/slots 4:13',
        'UNKNOWN_KEY /policy/limits/llm/tokens 5:25',
        'UNKNOWN_KEY /inputs/propertys 6:24',
        'UNKNOWN_KEY /steps/0/with/argvv 8:37',
        'UNKNOWN_KEY /steps/0/policy/permisions 8:59',
      ],
    );
  });

  it('UNKNOWN_STEP, BAD_GOTO and CYCLE', () => {
    check(
      planOf(`  - {id: a, ${run}, needs: [zz]}\n  - {id: b, ${run}, on_error: {action: goto, target: q}}\n`),
      ['UNKNOWN_STEP /steps/0/needs/0 4:38', 'BAD_GOTO /steps/1/on_error/target 5:63'],
    );
    check(planOf(`  - {id: a, ${run}, when: "1 == 1", else: "goto:a"}\n`), ['BAD_GOTO /steps/0/else 4:52']);
    check(planOf(`  - {id: a, ${run}, else: "goto:a"}\n`), [
      'MISSING_KEY /steps/0/when 4:5',
      'BAD_GOTO /steps/0/else 4:36',
    ]);
    check(
      planOf(
        `  - {id: a, ${run}, policy: {reliability: {on_error: {action: goto, target: q}}}}\n`,
        'policy: {reliability: {on_error: {action: goto, target: nobody}}}\n',
      ),
      [
        'BAD_GOTO /policy/reliability/on_error/target 3:57',
        'BAD_GOTO /steps/0/policy/reliability/on_error/target 5:86',
      ],
    );
    check(
      planOf(
        `  - {id: a, ${run}, needs: [b]}\n  - {id: b, ${run}, needs: [a]}\n  - {id: c, ${run}, needs: [c]}\n`,
      ),
      ['CYCLE /steps/0/needs/0 4:38', 'CYCLE /steps/2/needs/0 6:38'],
    );
  });

  it('CYCLE: also on the way through an id that is used twice', () => {
    for (const last of ['', ', needs: [a]'])
      check(
        planOf(
          `  - {id: a, ${run}, needs: [b]}\n  - {id: b, ${run}, needs: [a]}\n  - {id: b, ${run}${last}}\n`,
        ),
        ['CYCLE /steps/0/needs/0 4:38', 'DUPLICATE_ID /steps/2/id 6:10'],
      );
  });

  it('UNREACHABLE: steps that only each other go to', () => {
    const goto = (target: string) => `on_error: {action: goto, target: ${target}}`;
    const knot = `  - {id: b, ${run}, ${goto('c')}}\n  - {id: c, ${run}, ${goto('b')}}\n`;
    check(planOf(`  - {id: a, ${run}}\n${knot}`), ['UNREACHABLE /steps/1 5:5', 'UNREACHABLE /steps/2 6:5']);
    check(planOf(`  - {id: a, ${run}, ${goto('b')}}\n${knot}`), []);
  });

  it('BAD_REFERENCE: unknown steps, inputs, outputs and names, and steps that need not have run', () => {
    const head = 'inputs: {properties: {size: {type: integer}}}\n';
    const first = `  - {id: a, ${run}, outputs: {size: $.stdout}}\n  - {id: b, ${run}}\n`;
    const refers = (text: string) =>
      planOf(`${first}  - {id: c, ${run}, needs: [a], with: {argv: [x, "${text}"]}}\n`, head);
    check(
      refers(
        `\${inputs.size} \${steps.a.output.size} \${steps.a.status} \${run.id} \${payload} \${secrets.S} \${joins.c.a}`,
      ),
      [],
    );
    check(refers(`x \${inputs.sise}`), ['BAD_REFERENCE /steps/2/with/argv/1 7:64']);
    check(refers(`\${steps.zz.output}`), ['BAD_REFERENCE /steps/2/with/argv/1 7:62']);
    check(refers(`\${steps.a.output.width}`), ['BAD_REFERENCE /steps/2/with/argv/1 7:62']);
    check(refers(`\${steps.b.output}`), ['BAD_REFERENCE /steps/2/with/argv/1 7:62']);
    check(refers(`\${steps.c.output}`), ['BAD_REFERENCE /steps/2/with/argv/1 7:62']);
    check(refers(`\${HOME}`), ['BAD_REFERENCE /steps/2/with/argv/1 7:62']);
    check(refers(`a \${steps.a}`), ['BAD_REFERENCE /steps/2/with/argv/1 7:64']);
    check(refers(`$\${HOME} $\${`), []);
    const lines = problemLines(refers(`\${env.CI}`), { envAllow: ['LANG'] });
    deepStrictEqual(lines, ['BAD_REFERENCE /steps/2/with/argv/1 7:62']);
    match(parse(refers(`\${steps.b.output}`)).problems[0]?.message ?? '', /add it to 'needs'/);
  });

  it('BAD_EXPRESSION and BAD_REFERENCE in conditions', () => {
    const when = (text: string) =>
      planOf(`  - {id: a, ${run}, when: '${text}'}\n`, 'inputs: {properties: {on: {}}}\n');
    check(when('inputs.on = 1'), ['BAD_EXPRESSION /steps/0/when 5:47']);
    check(when('inputs.on &&'), ['BAD_EXPRESSION /steps/0/when 5:49']);
    check(when('on == 1'), ['BAD_EXPRESSION /steps/0/when 5:37']);
    check(when('true && inputs.off'), ['BAD_REFERENCE /steps/0/when 5:45']);
    check(when('secrets.S == "x"'), ['BAD_REFERENCE /steps/0/when 5:37']);
    check(when('inputs.on == 1'), []);
  });

  it('loops: one of items and while, a free name, a list behind one reference', () => {
    const loop = (text: string) =>
      planOf(
        `  - {id: a, ${run}, loop: {${text}}, with: {argv: ["\${file}"]}}\n`,
        'inputs: {properties: {f: {}}}\n',
      );
    check(loop(`items: "\${inputs.f}", as: file, max_visits: 3`), []);
    check(loop('while: steps.a.output.more == true, as: file'), []);
    check(loop(`items: "\${inputs.f}", as: file}, when: 'file != 1', else: skip, outputs: {`), []);
    check(loop(`items: "\${inputs.f}!", as: file`), ['BAD_REFERENCE /steps/0/loop/items 5:44']);
    check(loop('as: file'), ['MISSING_KEY /steps/0/loop 5:36', 'BAD_REFERENCE /steps/0/with/argv/0 5:65']);
    check(loop(`items: "\${inputs.f}", as: inputs`), [
      'OUT_OF_RANGE /steps/0/loop/as 5:63',
      'BAD_REFERENCE /steps/0/with/argv/0 5:89',
    ]);
  });

  it('BAD_REGEX and BAD_EXPRESSION in checks, outputs, inputs and deny patterns', () => {
    check(
      planOf(
        `  - {id: a, ${run}, verify: [{type: regex, expr: "("}, {type: exit_code, expr: x}], outputs: {x: stdout}}\n`,
        'policy: {permissions: {deny_patterns: ["["]}}\ninputs: {properties: {n: {pattern: "*"}}}\n',
      ),
      [
        'BAD_REGEX /policy/permissions/deny_patterns/0 3:40',
        'BAD_REGEX /inputs/properties/n/pattern 4:36',
        'BAD_REGEX /steps/0/verify/0/expr 6:59',
        'OUT_OF_RANGE /steps/0/verify/1/expr 6:89',
        'BAD_EXPRESSION /steps/0/outputs/x 6:107',
      ],
    );
    check(
      planOf(`  - {id: a, ${run}, verify: [{type: artifact_exists, expr: "\${inputs.x}"}, {type: regex}]}\n`),
      ['BAD_REFERENCE /steps/0/verify/0/expr 4:69', 'MISSING_KEY /steps/0/verify/1/expr 4:85'],
    );
  });

  it('CONFLICT: a step that says the same thing twice and differently', () => {
    const twice = (own: string) =>
      planOf(`  - {id: a, ${run}, timeout: ${own}, policy: {reliability: {timeout: 60s}}}\n`);
    check(twice('2m'), ['CONFLICT /steps/0/timeout 4:39']);
    check(twice('1m'), []);
    strictEqual(parse(twice('1m')).plan?.steps[0]?.policy, null);
  });

  it('POLICY_WIDENS: going on after failures hidden in a strict plan', () => {
    const head = 'profile: strict\npolicy: {reliability: {on_error: continue}}\n';
    check(planOf(`  - {id: a, ${run}}\n`, head), ['POLICY_WIDENS /policy/reliability/on_error 4:34']);
  });

  it('refuses defaults that their own schema refuses', () => {
    const head =
      'inputs: {properties: {n: {type: integer, default: x}, m: {enum: [a], default: a}}, required: [q]}\n';
    check(planOf(`  - {id: a, ${run}}\n`, head), [
      'WRONG_TYPE /inputs/properties/n/default 3:51',
      'BAD_REFERENCE /inputs/required/0 3:95',
    ]);
  });
});
