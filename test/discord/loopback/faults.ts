import { z } from 'zod';

const label = z.string().min(1).max(80);
const customId = z.string().min(1).max(100);

const sentButton = z.looseObject({
  type: z.literal(2),
  style: z.int().min(1).max(5),
  label,
  custom_id: customId,
});

const sentMenu = z
  .looseObject({
    type: z.literal(3),
    custom_id: customId,
    placeholder: z.string().max(150),
    min_values: z.int().min(0).max(25),
    max_values: z.int().min(1).max(25),
    options: z
      .array(
        z.looseObject({
          label: z.string().min(1).max(100),
          value: z.string().min(1).max(100),
          description: z.string().min(1).max(100).optional(),
        }),
      )
      .min(1)
      .max(25),
  })
  .refine(({ max_values, min_values, options }) => min_values <= max_values && max_values <= options.length, {
    error: 'BASE_TYPE_BAD_LENGTH',
  })
  .refine(({ options }) => new Set(options.map(({ value }) => value)).size === options.length, {
    error: 'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
  });

/** Buttons side by side, or one menu. */
const componentRow = z.looseObject({
  type: z.literal(1),
  components: z.union([z.array(sentButton).min(1).max(5), z.array(sentMenu).length(1)]),
});

/** A message as Discord takes it: what is longer, twice or of another shape is refused. */
export const messageShape = z
  .looseObject({
    content: z.string().max(2000).optional(),
    components: z.array(componentRow).max(5).default([]),
    flags: z.int().default(0),
    nonce: z.string().max(25).optional(),
    enforce_nonce: z.boolean().default(false),
    allowed_mentions: z.strictObject({ parse: z.array(z.never()) }).optional(),
    attachments: z.array(z.unknown()).max(10).optional(),
  })
  .refine(
    ({ components }) => {
      const ids = components.flatMap((row) => row.components.map(({ custom_id }) => custom_id));
      return new Set(ids).size === ids.length;
    },
    { error: 'COMPONENT_CUSTOM_ID_DUPLICATED' },
  );

/** A form as Discord takes it. */
export const formShape = z.looseObject({
  custom_id: customId,
  title: z.string().min(1).max(45),
  components: z
    .array(
      z.looseObject({
        type: z.literal(18),
        label: z.string().min(1).max(45),
        component: z.looseObject({
          type: z.literal(4),
          custom_id: customId,
          max_length: z.int().min(1).max(4000),
        }),
      }),
    )
    .min(1)
    .max(5),
});

const described = {
  name: z.string().regex(/^[-_\p{Ll}\p{N}]{1,32}$/u),
  description: z.string().min(1).max(100),
  description_localizations: z.record(z.string(), z.string().min(1).max(100)),
};

const option = z.looseObject({
  ...described,
  type: z.int().min(3).max(11),
  required: z.boolean(),
  choices: z
    .array(z.looseObject({ name: z.string().max(100), value: z.string().max(100) }))
    .max(25)
    .optional(),
});

/** Commands as Discord takes them: what must be given stands before what may be. */
export const commandsShape = z
  .array(
    z.looseObject({
      ...described,
      type: z.literal(1),
      options: z
        .array(option)
        .max(25)
        .refine(
          (options) =>
            options.every(({ required }, place) => !required || options[place - 1]?.required !== false),
          { error: 'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID' },
        ),
    }),
  )
  .max(100);

/** A refusal in Discord's own form. */
export class DiscordFault extends Error {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;

  constructor(status: number, code: number, message: string, more: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.status = status;
    this.body = { code, message, ...more };
  }
}

/** What a schema takes, or Discord's refusal of a form it does not. */
export function taken<T extends z.ZodType>(shape: T, body: unknown): z.output<T> {
  const read = shape.safeParse(body);
  if (!read.success) {
    throw new DiscordFault(400, 50035, 'Invalid Form Body', { errors: { _errors: read.error.issues } });
  }
  return read.data;
}
