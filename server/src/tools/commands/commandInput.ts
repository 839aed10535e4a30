import { z } from 'zod';

const noNul = (text: string) => !text.includes('\0');
const argument = z
  .union([z.string(), z.number(), z.boolean()])
  .transform(String)
  .refine(noNul, { message: 'holds a NUL character' });

/** A program and its arguments; numbers and truth values, as YAML reads them, stand for their text. */
export const argvInput = z.tuple(
  [argument.refine((text) => text.trim() !== '', { message: 'is empty' })],
  argument,
);

/** The slot-relative directory of a command. */
export const cwdInput = z.string().min(1).refine(noNul, { message: 'holds a NUL character' }).default('.');

/** Variables that a call adds to the environment of its command. */
export const envInput = z
  .record(
    z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/),
    z.string().refine(noNul, { message: 'holds a NUL character' }),
  )
  .default({});
