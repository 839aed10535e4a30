import type { Command } from 'commander';
import { type CommandLine, wholeOption, wordOption } from '../commandLine';
import type { Call, Outcome } from '../invocation';
import { fieldsOutcome } from '../lists';

/** `serve status stop restart check`: the one server process of a workspace. */
export function serverCommands(program: Command, line: CommandLine): void {
  line
    .verb(program, 'serve', 'run the server of this workspace here, until Ctrl-C', serve)
    .addOption(wholeOption('--port <port>', 'where HTTP is answered', 1, 65_535))
    .option('--host <name>', 'serve other machines, over TLS, under this name (default: 127.0.0.1)')
    .option('--tls-cert <file>', 'the certificate of that name, in PEM')
    .option('--tls-key <file>', 'its key, in PEM')
    .addOption(
      wordOption('--repo-backend <backend>', 'where lists of runs and run logs are read', ['sqlite', 'file']),
    )
    .option('--sqlite-db-path <file>', 'where the record lies (default: .holdpoint/store.db)')
    .addOption(
      wholeOption(
        '--query-seconds <seconds>',
        'how long one query over all spans may work (default: 10)',
        1,
        3_600,
      ),
    )
    .addOption(
      wholeOption(
        '--query-spans <count>',
        'how many spans one query may read row by row (default: 500000)',
        1_000,
        100_000_000,
      ),
    )
    .option('--api-token <token>', 'what opens HTTP (HOLDPOINT_API_TOKEN; else random)');
  line.verb(program, 'status', 'show the server of this workspace', status);
  line.verb(program, 'stop', 'stop the server; runs are kept and go on with the next one', stop);
  line.verb(program, 'restart', 'stop the server and start a new one', restart);
  line.verb(
    program,
    'check',
    'check that the server answers, guards its token and can look at a plan',
    check,
  );
}

async function serve(call: Call): Promise<Outcome> {
  await onlyHere(call, 'a server runs where its workspace is');
  const { serveHere } = await import('./serveHere');
  return await serveHere(call);
}

async function status(call: Call): Promise<Outcome> {
  const { readServerFile } = await import('../door/serverFile');
  const { addressElsewhere } = await import('./elsewhere');
  if (addressElsewhere(call) === undefined && readServerFile(call.globals.root) === undefined) {
    return {
      document: { status: 'stopped', root: call.globals.root },
      text: `no server lives for ${call.globals.root}; a command that needs one starts it`,
      exit: 4,
    };
  }
  const answer = await (await call.connect()).request('server/status', {});
  const { store, ...own } = answer;
  const ofStore = Object.entries(store).map(([name, value]) => [`store_${name}`, value] as const);
  const fields = { ...own, ...Object.fromEntries(ofStore) };
  return { ...fieldsOutcome(call, fields, Object.keys(fields)), document: answer };
}

async function stop(call: Call): Promise<Outcome> {
  const { addressElsewhere, stopElsewhere } = await import('./elsewhere');
  const { stopServer } = await import('./stopServer');
  const address = addressElsewhere(call);
  const pid = address === undefined ? await stopServer(call) : await stopElsewhere(call, address);
  const text = pid === undefined ? `no server lives for ${call.globals.root}` : `stopped (pid ${pid})`;
  return { document: { stopped: pid !== undefined, pid: pid ?? null }, text };
}

async function restart(call: Call): Promise<Outcome> {
  await onlyHere(call, 'a server can be stopped from elsewhere, and is started where its workspace is');
  const { stopServer } = await import('./stopServer');
  await stopServer(call);
  const answer = await (await call.connect()).request('server/status', {});
  return { document: answer, text: `started (pid ${answer.pid})` };
}

async function check(call: Call): Promise<Outcome> {
  const { checkServer } = await import('./checkServer');
  return await checkServer(call);
}

async function onlyHere(call: Call, why: string): Promise<void> {
  const { refuseElsewhere } = await import('./elsewhere');
  refuseElsewhere(call, why);
}
