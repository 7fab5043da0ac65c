import { z } from 'zod';

const hexColor = z.string().regex(/^#[0-9a-f]{6}$/);

const brandColors = z.object({ accent: hexColor, strong: hexColor, on: hexColor });

/** Facts about the business that a page needs first. */
export const site = z
  .object({
    business_name: z.string(),
    language: z
      .string()
      .optional()
      .describe('What the business speaks, as BCP 47; the answer itself is in Content-Language.'),
    brand: z
      .object({
        colors: z
          .object({ light: brandColors, dark: brandColors })
          .nullable()
          .describe("Null for the page's own colours."),
        logo_url: z.string().nullable().describe("Null for the page's own logo."),
      })
      .describe('How the page looks.'),
    business_number: z.string().describe('The number that will call, formatted for reading.'),
    open: z.boolean().describe('Whether the business takes calls now.'),
    next_opening: z
      .object({
        at: z.iso.datetime(),
        local: z.string().describe("In the business's local time, such as Mon 23 Nov 09:00."),
        time_zone: z.string().describe('IANA name.'),
      })
      .nullable()
      .describe('Null while open, and if no opening is planned.'),
    closed_message: z.string().nullable().describe('What happens to a request now; null while open.'),
    expected_wait_seconds: z
      .int()
      .nullable()
      .describe('Estimated wait of a new request; null while closed, and while no request waits.'),
    phone: z
      .object({
        prefix: z.string().describe('Country code of `country`, such as +1.'),
        example: z.string().describe('A mobile number of that country as people write it after the prefix.'),
      })
      .describe('What the field for the phone shows.'),
    country: z.string().describe('ISO 3166 region of numbers without a country code.'),
    countries: z.array(z.string()).describe('ISO 3166 regions whose numbers can be called.'),
    carrier: z.enum(['simulator', 'twilio']).describe('With the simulator, no real phone rings.'),
    simulator_url: z.string().nullable().describe('Page of the simulated phones; null with a real carrier.'),
    sign_in: z.object({ required: z.boolean(), providers: z.array(z.string()) }),
    captcha: z.object({
      kind: z
        .enum(['none', 'altcha', 'recaptcha'])
        .describe('altcha: solve a puzzle from /captcha; recaptcha: show Google reCAPTCHA v2.'),
      site_key: z.string().nullable().describe('For reCAPTCHA.'),
    }),
    recorded: z
      .boolean()
      .describe('Whether calls are recorded. Both sides hear this before they are connected.'),
    limits: z.object({
      name_length: z.int(),
      phone_length: z.int(),
      subject_length: z.int(),
      page_length: z.int(),
      code_length: z.int(),
    }),
  })
  .meta({ id: 'Site' });

export type SiteInfo = z.infer<typeof site>;
