import type { Command } from 'commander';
import { type CommandLine, formatOption, wordOption } from '../commandLine';
import type { Call, Outcome } from '../invocation';
import { listOutcome } from '../lists';

/** `token create|list|revoke`: who may reach the server of this workspace over HTTP, and how far. */
export function tokenCommands(program: Command, line: CommandLine): void {
  const token = line.noun(program, 'token', 'tokens of other people and programs, for HTTP');
  line
    .verb(token, 'create', 'make a token; it is shown once and kept as its hash only', create)
    .requiredOption('--name <name>', 'whom it stands for, as `user:NAME` in the record')
    .addOption(
      wordOption('--role <role>', 'what it may do', ['viewer', 'operator', 'approver']).makeOptionMandatory(),
    );
  line.verb(token, 'list', 'tokens with their roles', list).addOption(formatOption());
  line.verb(token, 'revoke <name>', 'take a token back; it opens nothing from now on', revoke);
}

async function create(call: Call): Promise<Outcome> {
  const name = call.given.text('name') ?? '';
  const role = call.given.word<'viewer' | 'operator' | 'approver'>('role') ?? 'viewer';
  const { token, kept } = (await tokenFile(call)).create(name, role);
  const { created_at } = kept;
  return { document: { name, role, created_at, token }, text: token };
}

async function list(call: Call): Promise<Outcome> {
  const all = (await tokenFile(call)).all().map(({ name, role, created_at }) => ({ name, role, created_at }));
  const items = all.slice(0, call.globals.limit ?? all.length);
  const page = { count: items.length, total: all.length, limit: items.length, offset: 0, items };
  const columns = (['name', 'role', 'created_at'] as const).map((key) => ({
    name: key,
    value: (item: (typeof items)[number]) => item[key],
  }));
  return listOutcome(call, page, { columns, empty: 'No tokens found' });
}

async function revoke(call: Call): Promise<Outcome> {
  const { name, role } = (await tokenFile(call)).revoke(call.given.argument(0));
  return { document: { name, role, revoked: true }, text: `revoked: ${name} (${role})` };
}

/** Tokens are made where the folder is: whoever can write there is the person whose server it is. */
async function tokenFile(call: Call) {
  const { makeStateFolder } = await import('../../main/state/stateFolder');
  const { TokenFile } = await import('../../main/tokens/tokenFile');
  return new TokenFile(makeStateFolder(call.globals.root).tokens);
}
