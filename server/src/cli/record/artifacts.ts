import { resolve } from 'node:path';
import type { Command } from 'commander';
import { AppError } from '#protocol/errors';
import { visibleLines } from '#protocol/shown/visible';
import { type CommandLine, formatOption, wholeOption } from '../commandLine';
import type { Call, Outcome } from '../invocation';
import { fieldsOutcome, listOutcome, pageOf } from '../lists';
import { writeWhole } from '../run/output/writeWhole';

/** `artifacts …`: bytes that runs left behind, by hash. */
export function artifactCommands(program: Command, line: CommandLine): void {
  const artifacts = line.noun(program, 'artifacts', 'what runs left behind');
  line
    .verb(artifacts, 'list [session]', 'list artifacts, newest first', list)
    .option('--run <run>', 'of one run')
    .addOption(formatOption())
    .addOption(wholeOption('--offset <count>', 'leave out that many', 0));
  line
    .verb(artifacts, 'get <sha256>', 'write the bytes of an artifact to stdout or a file', get)
    .option('-o, --output <file>', 'write to this file');
}

/** `tools …`: the tools plans may use, and what each may do. */
export function toolCommands(program: Command, line: CommandLine): void {
  const tools = line.noun(program, 'tools', 'the tools that plans may use');
  line
    .verb(tools, 'list', 'list the tools', listTools)
    .addOption(formatOption())
    .addOption(wholeOption('--offset <count>', 'leave out that many', 0));
  line.verb(tools, 'permissions <name>', 'show what a tool may do', permissions);
}

async function list(call: Call): Promise<Outcome> {
  const door = await call.connect();
  const page = await door.request('artifact/list', {
    session_id: call.given.optionalArgument(0),
    run_id: call.given.text('run'),
    ...pageOf(call),
  });
  return listOutcome(call, page, {
    columns: [
      { name: 'sha256', value: ({ sha256 }) => sha256 },
      { name: 'kind', value: ({ kind }) => kind },
      { name: 'size', value: ({ size }) => size },
      { name: 'step', value: ({ step_id }) => step_id },
      { name: 'name', value: ({ path }) => path },
    ],
    empty: 'No artifacts found',
  });
}

async function get(call: Call): Promise<Outcome> {
  const sha256 = call.given.argument(0).toLowerCase();
  if (!/^[0-9a-f]{64}$/.test(sha256)) {
    throw new AppError(
      'BAD_REQUEST',
      `${sha256} is no SHA-256 of 64 digits; holdpoint artifacts list shows them`,
    );
  }
  const door = await call.connect();
  const artifact = await door.request('artifact/get', { sha256 });
  const bytes = Buffer.from(artifact.base64, 'base64');
  const output = call.given.text('output');
  if (output !== undefined) {
    writeWhole(resolve(call.cwd, output), bytes);
    const { base64: _, ...rest } = artifact;
    return { document: { ...rest, path: output }, text: `${output}: ${artifact.size} bytes` };
  }
  const text = bytes.toString('utf8');
  return { document: artifact, text: call.terminal.outColor ? visibleLines(text) : text };
}

async function listTools(call: Call): Promise<Outcome> {
  const door = await call.connect();
  return listOutcome(call, await door.request('tool/list', pageOf(call)), {
    columns: [
      { name: 'tool_name', value: ({ tool_name }) => tool_name },
      { name: 'permission_profile', value: ({ permission_profile }) => permission_profile },
      { name: 'effect', value: ({ effect }) => effect },
      { name: 'enabled', value: ({ enabled }) => enabled },
      { name: 'aliases', value: ({ aliases }) => aliases.join(', ') },
    ],
    empty: 'No tools found',
  });
}

async function permissions(call: Call): Promise<Outcome> {
  const door = await call.connect();
  const answer = await door.request('tool/permissions', { tool_name: call.given.argument(0) });
  return fieldsOutcome(call, answer, Object.keys(answer));
}
