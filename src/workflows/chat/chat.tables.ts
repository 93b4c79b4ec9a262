import type { Generated } from 'kysely';
import type { Db } from '#db/database.ts';
import type { TaskFailure } from '../processor/task-event.ts';
import type { AnswerPart, AnswerState } from './growing-answer.ts';

export type ConversationRow = {
  mandate_id: string;
  id: string;
  user_id: string;
  title: string;
  system_prompt: string;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
};

export type MessageRow = {
  mandate_id: string;
  conversation_id: string;
  id: string;
  parent_id: string | null;
  role: 'user' | 'assistant';
  created_at: Generated<Date>;
  text: string | null;
  file_ids: Generated<string[]>;
  provider: string | null;
  model: string | null;
  web_search: 'none' | 'tavily' | 'provider' | null;
  state: AnswerState | null;
  parts: readonly AnswerPart[] | null;
  failure: TaskFailure | null;
  lowered_output_tokens: number | null;
  is_stop_asked: Generated<boolean>;
  alive_at: Date | null;
  ended_at: Date | null;
};

type ChatTables = {
  chat_conversation: ConversationRow;
  chat_message: MessageRow;
  chat_file: {
    mandate_id: string;
    id: string;
    user_id: string;
    conversation_id: string | null;
    name: string;
    media_type: string;
    content: Buffer;
    created_at: Generated<Date>;
  };
  chat_settings: { mandate_id: string; keep_days: number | null };
};

/** The database, with the chat's tables. */
export const chat = (db: Db) => db.withTables<ChatTables>();
