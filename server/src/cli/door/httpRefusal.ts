import { AppError, type ErrorCode } from '#protocol/errors';

/** A refusal that came over HTTP, with the status and the words in which it came (GATE-24). */
export class HttpRefusal extends AppError {
  readonly status: number;
  readonly body: string;

  constructor(status: number, body: string, { code, message, details }: NamedError) {
    super(code, message, details);
    this.status = status;
    this.body = body;
  }
}

/** What the body of a refusal names. */
export interface NamedError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}
