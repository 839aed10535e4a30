import type { Command } from 'commander';
import { type WebhookKind, webhookKinds } from '#protocol/webhooks/webhookKinds';
import { type CommandLine, formatOption, wordOption } from '../commandLine';
import type { Call, Outcome } from '../invocation';
import { listOutcome } from '../lists';
import { givenSecret } from './givenSecret';

/** `webhooks add|list|remove|rotate|test`: who else is told when a gate waits or is decided, and when a run is over. */
export function webhookCommands(program: Command, line: CommandLine): void {
  const webhooks = line.noun(program, 'webhooks', 'who is told, by signed requests, of gates and ended runs');
  withSecret(line.verb(webhooks, 'add', 'tell somebody from now on; a new secret is shown once', add))
    .requiredOption('--name <name>', 'what it is called here')
    .requiredOption('--url <url>', 'where to: https:, or http: on this machine')
    .addOption(wordOption('--on <kinds...>', 'what to tell of; default all of them', webhookKinds));
  line
    .verb(webhooks, 'list', 'webhooks, without their secrets and the paths of their addresses', list)
    .addOption(formatOption());
  line.verb(webhooks, 'remove <name>', 'tell them no more', remove);
  withSecret(
    line.verb(webhooks, 'rotate <name>', 'sign with a new secret; the old one signs too for a day', rotate),
  );
  line.verb(webhooks, 'test <name>', 'send a signed message now and say what was answered', test);
}

function withSecret(command: Command): Command {
  return command
    .option('--secret-env <variable>', 'the variable that holds the secret')
    .option('--secret-stdin', 'read the secret from stdin');
}

async function add(call: Call): Promise<Outcome> {
  const { given } = call;
  const secret = await givenSecret(call);
  const { name, url } = { name: given.text('name') ?? '', url: given.text('url') ?? '' };
  const kinds = given.list('on') as readonly WebhookKind[];
  const made = (await webhookFile(call)).add({ name, url, kinds, secret });
  return secretOutcome({ name, kinds: made.kinds, created_at: made.created_at }, made.secret, secret);
}

async function rotate(call: Call): Promise<Outcome> {
  const secret = await givenSecret(call);
  const made = (await webhookFile(call)).rotate(call.given.argument(0), secret);
  const document = { name: made.name, earlier_until: made.earlier?.until ?? null };
  return secretOutcome(document, made.secret, secret);
}

/** A secret that was made here is shown once; one that was given is known to whoever gave it. */
function secretOutcome<T extends { readonly name: string }>(
  document: T,
  secret: string,
  given: string | undefined,
): Outcome {
  return given === undefined
    ? { document: { ...document, secret }, text: secret }
    : { document, text: document.name };
}

async function list(call: Call): Promise<Outcome> {
  const all = (await webhookFile(call)).all().map(({ name, url, kinds, created_at }) => {
    return { name, url: shownUrl(url), kinds, created_at };
  });
  const items = all.slice(0, call.globals.limit ?? all.length);
  const page = { count: items.length, total: all.length, limit: items.length, offset: 0, items };
  const columns = (['name', 'url', 'kinds', 'created_at'] as const).map((key) => ({
    name: key,
    value: (item: (typeof items)[number]) => String(item[key]),
  }));
  return listOutcome(call, page, { columns, empty: 'No webhooks found' });
}

/** Paths and queries of such addresses are often secrets themselves. */
function shownUrl(text: string): string {
  const { origin, pathname, search } = new URL(text);
  return pathname === '/' && search === '' ? origin : `${origin}/…`;
}

async function remove(call: Call): Promise<Outcome> {
  const { name } = (await webhookFile(call)).remove(call.given.argument(0));
  return { document: { name, removed: true }, text: `removed: ${name}` };
}

async function test(call: Call): Promise<Outcome> {
  const { tellTest } = await import('./tellTest');
  return await tellTest(call, (await webhookFile(call)).named(call.given.argument(0)));
}

/** Webhooks are set up where the folder is, by whoever can write there. */
async function webhookFile(call: Call) {
  const { makeStateFolder } = await import('../../main/state/stateFolder');
  const { WebhookFile } = await import('../../main/webhooks/webhookFile');
  return new WebhookFile(makeStateFolder(call.globals.root).webhooks);
}
