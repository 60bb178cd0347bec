/** The public reasons for which a place may be barred. A code that was once used never changes. */
export const barReasons = [
  "duplicate_person",
  "automated_registration",
  "eligibility_not_met",
  "terms_violated",
  "payment_fraud",
] as const;

export type BarReason = (typeof barReasons)[number];

/** What pages and mails tell the fan, by the code of the reason and the language. */
export const barReasonSentences: Readonly<
  Record<BarReason, { readonly en: string; readonly "zh-Hans": string }>
> = {
  duplicate_person: {
    en: "We believe that the same person registered more than once in this sale.",
    "zh-Hans": "我们认为同一个人在本次发售中登记了不止一次。",
  },
  automated_registration: {
    en: "We believe that this registration was made by a program and not by a person.",
    "zh-Hans": "我们认为这次登记是由程序而非本人完成的。",
  },
  eligibility_not_met: {
    en: "This registration does not meet the conditions for taking part in this sale.",
    "zh-Hans": "这次登记不符合本次发售的参与条件。",
  },
  terms_violated: {
    en: "This registration breaks the terms of this sale.",
    "zh-Hans": "这次登记违反了本次发售的条款。",
  },
  payment_fraud: {
    en: "A payment from this account was found to be fraudulent.",
    "zh-Hans": "该账号的一笔付款被认定存在欺诈。",
  },
};

/** Whether a text, as the log or a table holds it, is one of the reasons. */
export function isBarReason(text: string): text is BarReason {
  return barReasons.some((reason) => reason === text);
}
