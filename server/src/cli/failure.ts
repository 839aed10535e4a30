import { AppError, type ErrorBody, errorCodes } from '#protocol/errors';
import { visible, visibleLines } from '#protocol/shown/visible';
import { asWritten, type Tell } from '#protocol/translation/tell';
import { HttpRefusal } from './door/httpRefusal';
import type { Outcome } from './invocation';
import { nextStepOf } from './nextStep';
import type { Messages } from './terminal/messages';

/** A failure of a command that carries its own document and exit code, such as several problems of one file. */
export class CommandFailure extends Error {
  readonly exit: number;
  readonly document: unknown;

  constructor(message: string, exit: number, document: unknown) {
    super(message);
    this.name = 'CommandFailure';
    this.exit = exit;
    this.document = document;
  }
}

/** A failure as every door shows it: body for `--json`, message with the next step for people, exit code. */
export function failedOutcome(error: unknown, messages: Messages): Required<Omit<Outcome, 'problems'>> {
  if (error instanceof CommandFailure) {
    return { document: error.document, text: messages.told(error.message), exit: error.exit };
  }
  if (error instanceof HttpRefusal) {
    const { status, body } = error;
    return {
      document: bodyOf(error),
      text: visibleLines(`HTTP ${status}: ${body}`),
      exit: status === 401 ? errorCodes.UNAUTHORIZED.exit : 1,
    };
  }
  const failure = error instanceof AppError ? error : internal(error);
  const hint = nextStepOf(failure, messages);
  const { told } = messages;
  const problems = problemsOf(failure.details)
    .filter(
      ({ line, path, message }) =>
        line !== undefined || !failure.message.includes(path ? `${path}: ${message}` : `${message}`),
    )
    .map((problem) => toldProblem(problem, told));
  const head = headOf(told(failure.message), problems);
  const lines = [
    ...(head === '' ? [] : [visibleLines(head)]),
    ...problems.map((problem) => `  ${problemText(problem, asWritten)}`),
    ...(hint === undefined ? [] : [`${messages.next}: ${hint}`]),
  ];
  return { document: bodyOf(failure), text: lines.join('\n'), exit: errorCodes[failure.code].exit };
}

/** A message without the problems that it tells itself: they follow, each on a line of its own. */
function headOf(message: string, [first]: readonly ShownProblem[]): string {
  const at = message.indexOf(first?.message || message);
  return at <= 0
    ? message
    : message
        .slice(0, at)
        .replace(placeAtEnd, '')
        .replace(/[:;\s]+$/, '');
}

/** What stands before the first problem in such a message: `FILE:3:1 CODE ` or `/path: `, or less of it. */
const placeAtEnd = /(?:\S*\d+:\d+ (?:[A-Z_]+ )?|\/\S*: )$/;

/** The body of §1.11, as the server would answer it. */
export function bodyOf({ code, message, details }: AppError): ErrorBody {
  const { run_id, step_id, stage_node, attempts, trace_id, ...rest } = details;
  const place = Object.entries({ run_id, step_id, stage_node, attempts, trace_id });
  return {
    error: errorCodes[code].error,
    error_code: code,
    message,
    ...Object.fromEntries(place.filter(([, value]) => value !== undefined)),
    ...(Object.keys(rest).length === 0 ? {} : { details: rest }),
  };
}

/** A problem as it arrives over a door. */
export interface ShownProblem {
  readonly code?: string;
  readonly path?: string;
  readonly line?: number;
  readonly column?: number;
  readonly message?: string;
}

/** A problem as compilers write it: `file:line:column: CODE message (path)`. */
export function problemText(given: ShownProblem, told: Tell, file?: string): string {
  const problem = toldProblem(given, told);
  // A problem of something that is no file, such as values given to a run, has no line.
  const lines = problem.line === 0 ? [] : [problem.line, problem.column];
  const place = [file, ...lines].filter((part) => part !== undefined).join(':');
  const where = problem.path ? ` (${problem.path})` : '';
  return visible(`${place}${place === '' ? '' : ': '}${problem.code ?? ''} ${problem.message ?? ''}${where}`);
}

function toldProblem(problem: ShownProblem, told: Tell): ShownProblem {
  return problem.message === undefined ? problem : { ...problem, message: told(problem.message) };
}

/** The problems an error lists in `details.errors`. */
export function problemsOf(details: Readonly<Record<string, unknown>>): readonly ShownProblem[] {
  const errors = details['errors'];
  return Array.isArray(errors)
    ? (errors as readonly ShownProblem[]).filter((one) => typeof one === 'object')
    : [];
}

function internal(error: unknown): AppError {
  const { code, message } = error as NodeJS.ErrnoException;
  const isFile = typeof code === 'string' && /^E[A-Z]+$/.test(code);
  return isFile
    ? new AppError('BAD_REQUEST', message)
    : new AppError('INTERNAL', error instanceof Error ? error.message : String(error));
}
