import {
  type API,
  type APIInteraction,
  ApplicationCommandType,
  InteractionType,
  MessageFlags,
} from '@discordjs/core';
import { AppError } from '#protocol/errors';
import { refusalReply } from './answers/refusalReply';
import { type Message, messageOf, type Reply } from './answers/reply';
import { readCustomId } from './buttons/customId';
import { personalMs } from './buttons/executeRows';
import { asksForWords, type FormAction, formOf, wordsIn } from './buttons/form';
import { chosenIn } from './buttons/hunkMenus';
import type { Nonces } from './buttons/nonces';
import { boundBy, mayPress, type Press, pressed } from './buttons/pressed';
import { type Chat, chatOf } from './chat';
import { commandTable } from './commands/commandTable';
import { Given } from './commands/given';
import type { DiscordDesk } from './discordDesk';
import { failureText } from './failureText';
import { roleOf, senderId } from './members';
import { textsFor } from './texts/texts';

/** What is needed to answer. */
export interface Answering {
  readonly api: API;
  readonly desk: DiscordDesk;
  readonly nonces: Nonces;
  readonly download: (url: string) => Promise<string>;
}

/** What Discord takes as one attachment where it does not say. */
const defaultAttachmentBytes = 10 * 1024 * 1024;

/** Answers one command, press or form, to its sender alone. Whoever is on no list reaches nothing. */
export async function answerInteraction(answering: Answering, interaction: APIInteraction): Promise<void> {
  const { desk } = answering;
  const id = senderId(interaction);
  const role = roleOf(desk.members, interaction);
  const texts = textsFor('locale' in interaction ? interaction.locale : desk.locale);
  if (id === undefined || role === undefined) {
    desk.log.warning('somebody who is on no list was refused', { user: id ?? null });
    const refused = new AppError('FORBIDDEN', texts.notListed(id ?? '?'));
    await answerAtOnce(answering, interaction, messageOf(refusalReply(refused), texts));
    return;
  }
  const line = desk.openLine({ id, role, message_id: interaction.id });
  try {
    const chat = chatOf({
      ...{ desk, line, texts },
      sender: { id, role, message_id: interaction.id },
      nonces: answering.nonces,
      download: answering.download,
      attachmentBytes: interaction.attachment_size_limit ?? defaultAttachmentBytes,
    });
    await answerSender(answering, interaction, chat);
  } finally {
    line.close();
  }
}

async function answerSender(answering: Answering, interaction: APIInteraction, chat: Chat): Promise<void> {
  if (interaction.type === InteractionType.MessageComponent) {
    const press = readCustomId(interaction.data.custom_id);
    if (press !== undefined && asksForWords(press.action)) {
      await showForm(answering, interaction, chat, { ...press, action: press.action });
      return;
    }
  }
  const act = actOf(interaction, chat);
  if (act === undefined) {
    return;
  }
  // Nothing is done for a message that cannot be answered: it was answered before, or comes too late.
  await answering.api.interactions.defer(interaction.id, interaction.token, {
    flags: MessageFlags.Ephemeral,
  });
  await deliver(answering, interaction, chat, await orRefusal(answering, act));
}

/** What Discord does not take whole is not shown in part, and no button to decide goes with it. */
async function deliver(
  { api, desk }: Answering,
  { application_id, token }: APIInteraction,
  { texts }: Chat,
  reply: Reply,
): Promise<void> {
  try {
    await api.interactions.editReply(application_id, token, messageOf(reply, texts));
  } catch (error) {
    desk.log.error('an answer was not taken', { reason: failureText(error) });
    await api.interactions.editReply(application_id, token, messageOf({ head: texts.notTaken }, texts));
  }
}

/** What an interaction asks for; undefined for what this door never offers. */
function actOf(interaction: APIInteraction, chat: Chat): (() => Promise<Reply>) | undefined {
  switch (interaction.type) {
    case InteractionType.ApplicationCommand: {
      const { data } = interaction;
      return data.type === ApplicationCommandType.ChatInput
        ? () => command(chat, data.name, new Given(data))
        : undefined;
    }
    case InteractionType.MessageComponent:
      return () => press(chat, interaction.data.custom_id, { chosen: chosenIn(interaction.data) });
    case InteractionType.ModalSubmit:
      return () => press(chat, interaction.data.custom_id, { words: wordsIn(interaction.data) });
    default:
      return undefined;
  }
}

async function command(chat: Chat, name: string, given: Given): Promise<Reply> {
  const known = Object.hasOwn(commandTable, name) ? commandTable[name] : undefined;
  if (known === undefined) {
    throw new AppError('BAD_REQUEST', chat.texts.unknownCommand);
  }
  chat.mayUse(known.method);
  return await known.run(chat, given);
}

async function press(chat: Chat, id: string, given: Pick<Press, 'words' | 'chosen'>): Promise<Reply> {
  const read = readCustomId(id);
  if (read === undefined) {
    throw new AppError('APPROVAL_STALE', chat.texts.buttonExpired, { cause: 'expired' });
  }
  return await pressed(chat, { ...read, ...given });
}

/** A form is an answer itself and cannot come late: the server is asked only when it is sent, or the button is spent. */
async function showForm(
  { api }: Answering,
  { id, token }: APIInteraction,
  chat: Chat,
  { action, nonce }: { readonly action: FormAction; readonly nonce: string },
): Promise<void> {
  const { texts, sender, nonces } = chat;
  try {
    mayPress(chat, action);
    const { approval_id, digest } = await boundBy(chat, action, nonce);
    const own = nonces.issue({
      ...{ approval_id, digest },
      user: sender.id,
      isSingle: true,
      expiresAtMs: Date.now() + personalMs,
    });
    await api.interactions.createModal(id, token, formOf(action, own, texts));
  } catch (error) {
    if (!(error instanceof AppError)) {
      throw error;
    }
    const message = messageOf(refusalReply(error), texts);
    await api.interactions.reply(id, token, { ...message, flags: MessageFlags.Ephemeral });
  }
}

async function orRefusal({ desk }: Answering, act: () => Promise<Reply>): Promise<Reply> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof AppError) {
      return refusalReply(error);
    }
    desk.log.error('an answer failed through our fault', { reason: failureText(error) });
    return refusalReply(new AppError('INTERNAL', 'this is our fault; the log of the door has the details'));
  }
}

async function answerAtOnce(
  { api }: Answering,
  { id, token }: APIInteraction,
  message: Message,
): Promise<void> {
  await api.interactions.reply(id, token, { ...message, flags: MessageFlags.Ephemeral });
}
