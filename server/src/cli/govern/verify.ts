import type { Command } from 'commander';
import type { CommandLine } from '../commandLine';
import type { Call, Outcome } from '../invocation';

/** `verify`: whether the last run ended well, read off its record and files. */
export function verifyCommand(program: Command, line: CommandLine): void {
  line.verb(
    program,
    'verify',
    'check the files that the last run wrote with --step-logs; changes nothing',
    verify,
  );
}

async function verify(call: Call): Promise<Outcome> {
  const { verifyLastRun, verificationLines } = await import('./verify/verifyLastRun');
  const verification = await verifyLastRun(call);
  const text = verificationLines(verification, call.messages.told).join('\n');
  return { document: verification, text, exit: verification.passed ? 0 : 1 };
}
