import { z } from 'zod';

export const noticeChannelName = z.enum([
  'sms',
  'email',
  'webhook',
  'slack',
  'teams',
  'discord',
  'telegram',
  'ntfy',
]);

export const noticeChannelList = z
  .object({
    channels: z.array(
      z.object({
        channel: noticeChannelName,
        at_once: z
          .boolean()
          .describe('Tells together with the others that have it; else when those before it failed.'),
      }),
    ),
  })
  .meta({ id: 'NoticeChannels' });

export type NoticeChannelList = z.infer<typeof noticeChannelList>;
export type NoticeChannel = NoticeChannelList['channels'][number];

export const noticeTestRequest = z.object({ channel: noticeChannelName }).meta({ id: 'NoticeTestRequest' });

export const noticeTest = z
  .object({
    channel: noticeChannelName,
    result: z.enum(['accepted', 'refused', 'unsent', 'unknown']),
    code: z.string().nullable().describe('What came back instead of an acceptance.'),
    fix: z.string().nullable(),
  })
  .meta({ id: 'NoticeTest' });

export type NoticeTest = z.infer<typeof noticeTest>;
