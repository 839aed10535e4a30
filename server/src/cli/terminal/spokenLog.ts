import type { Log } from '../../transports/log';
import type { Terminal } from './terminal';

/** A log for commands that go on, on stderr; none of the secrets stands in it. */
export function spokenLog(terminal: Terminal, secrets: readonly string[] = []): Log {
  const say = (message: string, extra: Readonly<Record<string, unknown>> = {}) => {
    const line = `${message} ${JSON.stringify(extra)}`;
    terminal.say(secrets.reduce((text, secret) => text.replaceAll(secret, '***REDACTED***'), line));
  };
  return { info: say, warning: say, error: say };
}
