import { z } from 'zod';
import type { ToolContext, ToolResult } from '../../runtime/tool';
import { defineTool, noFacts } from '../defineTool';
import { argvInput, cwdInput, envInput } from './commandInput';
import { commandOutcome, commandShape, runCommand } from './commandOutcome';
import { detectTestCommand } from './detectTestCommand';
import { outputTail } from './outputTail';
import { ranNoTests } from './ranNoTests';

const tailBytes = 64 * 1024;

const input = z.strictObject({
  /** Left out, it is detected before anything is judged, so that what is approved is what runs. */
  argv: argvInput.optional(),
  cwd: cwdInput,
  env: envInput,
  /** Whether a workspace without tests fails the step; nothing that ran no test counts as success either way. */
  require_tests: z.boolean().default(true),
});

const output = commandShape.extend({ no_tests: z.boolean(), skipped: z.boolean() });

/** Runs tests by argv, never through a shell. Red tests fail, and so does a run that found none. */
export const testRun = defineTool<z.output<typeof input>>({
  name: 'test.run',
  aliases: [],
  description: 'Runs the tests of the workspace with a given or detected command.',
  permissionProfile: 'shell_exec',
  input,
  output,
  async complete(given, workspace) {
    if (given.argv !== undefined || given.cwd !== '.') return given;
    const found = await detectTestCommand(workspace);
    return found === null ? given : { ...given, argv: [...found.argv] };
  },
  facts({ argv, cwd, env }) {
    const commands = argv === undefined ? [] : [{ argv, cwd }];
    return { ...noFacts, effect: 'exec', risk: 'medium', commands, reads: [cwd], env: Object.keys(env) };
  },
  async perform({ argv, cwd, env, require_tests }, context) {
    if (argv === undefined) return withoutTests(require_tests);
    return await runTests({ argv, cwd, env }, require_tests, context);
  },
});

interface TestsToRun {
  readonly argv: readonly [string, ...string[]];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

async function runTests(tests: TestsToRun, isRequired: boolean, context: ToolContext): Promise<ToolResult> {
  const tail = outputTail(tailBytes);
  const onOutput: ToolContext['onOutput'] = (stream, bytes) => {
    tail.add(bytes);
    context.onOutput(stream, bytes);
  };
  const result = await runCommand({ ...tests, onOutput }, context);
  const noTests = ranNoTests(tests.argv, result.exitCode, tail.text());
  const outcome = commandOutcome(tests.argv, result, { no_tests: noTests, skipped: false });
  if (!noTests || (!outcome.ok && outcome.errorClass !== 'exit_code')) return outcome;
  return withoutTests(isRequired, outcome);
}

/** The answer where there is nothing to run: skipped if that may be, else a failed check. */
function withoutTests(isRequired: boolean, ran?: ToolResult): ToolResult {
  const nothing = {
    command: [],
    exit_code: null,
    signal: null,
    stdout: '',
    stderr: '',
    truncated: false,
    duration_ms: 0,
  };
  const shown = ran === undefined ? nothing : (ran.output as typeof nothing);
  const answer = {
    output: { ...shown, success: false, no_tests: true, skipped: true },
    exitCode: ran?.exitCode ?? null,
    ...(ran?.process === undefined ? {} : { process: ran.process }),
  };
  if (!isRequired) return { ok: true, ...answer };
  const message = ran === undefined ? 'no test command was given or detected' : 'no tests were found';
  return { ok: false, errorClass: 'check', message, ...answer };
}
