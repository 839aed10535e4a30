/** What one error code means at every door: JSON-RPC number, HTTP status and short name, exit code of the CLI. */
interface ErrorRow {
  readonly rpc: number;
  readonly http: number;
  readonly error: string;
  readonly exit: number;
  readonly meaning: string;
}

const row = (rpc: number, http: number, error: string, exit: number, meaning: string): ErrorRow => ({
  rpc,
  http,
  error,
  exit,
  meaning,
});

/** Every way to fail on purpose. The only place where a code is tied to a status, a number or an exit code. */
export const errorCodes = {
  BAD_REQUEST: row(-32001, 400, 'bad_request', 2, 'The request has a wrong shape or an id of wrong form.'),
  INVALID_JSON: row(-32002, 400, 'invalid_json', 2, 'The body is not JSON in valid UTF-8.'),
  QUERY_INVALID: row(-32003, 400, 'query_invalid', 2, 'The query has an error at the given column.'),
  UNAUTHORIZED: row(-32010, 401, 'unauthorized', 4, 'The token is missing or not known.'),
  DENIED: row(-32011, 403, 'denied', 1, 'Policy denies this action; a deny is never overridden.'),
  FORBIDDEN: row(-32012, 403, 'forbidden', 1, 'Your role does not allow this.'),
  SELF_APPROVAL: row(-32013, 403, 'forbidden', 1, 'Policy bars the author from approving.'),
  NOT_FOUND: row(-32020, 404, 'not_found', 1, 'Nothing has this id.'),
  METHOD_NOT_ALLOWED: row(-32021, 405, 'method_not_allowed', 1, 'The route does not take this method.'),
  PAYLOAD_TOO_LARGE: row(-32022, 413, 'payload_too_large', 1, 'The input is larger than the limit.'),
  APPROVAL_REQUIRED: row(-32030, 409, 'conflict', 1, 'A plan or step approval is missing.'),
  APPROVAL_STALE: row(
    -32031,
    409,
    'conflict',
    1,
    'The approval does not cover what would run; details.cause says why.',
  ),
  APPROVAL_REJECTED: row(-32032, 409, 'conflict', 1, 'A person rejected this.'),
  ALREADY_DECIDED: row(-32033, 409, 'conflict', 1, 'Somebody decided first; details say who and when.'),
  NEEDS_REPLAN: row(
    -32034,
    409,
    'conflict',
    1,
    'The last run failed: import and approve a new plan version.',
  ),
  HIGH_RISK_CONFIRMATION_REQUIRED: row(
    -32035,
    409,
    'conflict',
    1,
    'A high-risk step needs an explicit confirmation.',
  ),
  PREVIEW_REQUIRED: row(-32036, 409, 'conflict', 1, 'A write needs a preview first.'),
  PREVIEW_MISMATCH: row(
    -32037,
    409,
    'conflict',
    1,
    'The preview does not match this run or the files on disk.',
  ),
  DRY_RUN_BLOCKED: row(
    -32038,
    409,
    'conflict',
    1,
    'A dry run performs no write, command, network call or git change.',
  ),
  EXECUTOR_REQUIRED: row(-32039, 409, 'conflict', 1, 'Policy demands another executor or slot.'),
  REFERENCE_UNRESOLVED: row(-32040, 409, 'conflict', 1, 'A reference has no value yet.'),
  STATE_CONFLICT: row(
    -32041,
    409,
    'conflict',
    1,
    'The state does not allow this transition; details name it.',
  ),
  ROLLBACK_CONFLICT: row(-32042, 409, 'conflict', 1, 'Files changed since; they are kept unless included.'),
  PLAN_INVALID: row(-32050, 422, 'invalid', 2, 'The plan has errors; details.errors lists all of them.'),
  POLICY_INVALID: row(-32051, 422, 'invalid', 2, 'A policy has errors; nothing runs until they are mended.'),
  INPUT_INVALID: row(-32052, 422, 'invalid', 2, 'Inputs do not match the schema; details.errors lists all.'),
  ORCH_STAGE_FAILED: row(-32060, 500, 'stage_execution_failed', 1, 'A step used up its attempts.'),
  INTERNAL: row(-32061, 500, 'internal_error', 1, 'This is our fault; the log has the details.'),
  NO_SLOT: row(-32062, 503, 'no_slot', 1, 'No working tree is free.'),
  STORE_UNAVAILABLE: row(
    -32063,
    503,
    'store_unavailable',
    1,
    'The store is read-only, full, damaged or newer than this program.',
  ),
  SERVER_UNREACHABLE: row(-32064, 503, 'server_unreachable', 4, 'No server answers for this workspace.'),
} as const satisfies Record<string, ErrorRow>;

/** The closed set of codes. */
export type ErrorCode = keyof typeof errorCodes;

/** A request refused or failed on purpose; `dispatch` turns it into the answer of its door. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = 'AppError';
    this.code = code;
    this.details = details;
  }
}

/** The body of every failed answer, the same at every door (§1.11). `CANCELLED` is no failure: the caller gave up. */
export interface ErrorBody {
  readonly error: string;
  readonly error_code: ErrorCode | 'CANCELLED';
  readonly message: string;
  readonly run_id?: string;
  readonly step_id?: string;
  readonly stage_node?: string;
  readonly attempts?: number;
  readonly trace_id?: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** How a failed try is classed; `retry_on` lists these. */
export const errorClasses = [
  'timeout',
  'network',
  'rate_limit',
  'exit_code',
  'tool_error',
  'parse',
  'check',
  'auth',
  'policy',
  'internal',
  'cancelled',
] as const;

/** One of {@link errorClasses}. */
export type ErrorClass = (typeof errorClasses)[number];
