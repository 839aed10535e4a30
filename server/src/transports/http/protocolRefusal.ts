import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { AppError, type ErrorCode } from '#protocol/errors';
import { errorBody } from '../failure';

/** Answers what the parser could not take for a request: as JSON like everything else, and then the line ends. */
export function protocolRefusal(socket: Duplex, fault: string | undefined): void {
  if (!socket.writable) {
    return;
  }
  const { status, code, message } = faults[fault ?? ''] ?? unreadable;
  const body = JSON.stringify(errorBody(new AppError(code, message)));
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

interface Fault {
  readonly status: number;
  readonly code: ErrorCode;
  readonly message: string;
}

const unreadable: Fault = {
  status: 400,
  code: 'BAD_REQUEST',
  message: 'this is not a request over HTTP/1.1',
};

const faults: Readonly<Record<string, Fault>> = {
  HPE_HEADER_OVERFLOW: { status: 431, code: 'BAD_REQUEST', message: 'the headers are too large' },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    code: 'BAD_REQUEST',
    message: 'the request did not arrive in time',
  },
  CONNECT: { status: 405, code: 'METHOD_NOT_ALLOWED', message: 'this server carries requests to nobody' },
};
