const two = (value: number) => String(value).padStart(2, "0");

/** Digits as on a clock: hours, minutes, seconds; days before them where there are some. */
export function clockDigits(leftMs: number, dayWord: string): string {
  const left = Math.max(0, Math.ceil(leftMs / 1000));
  const days = Math.floor(left / 86_400);
  const hours = Math.floor((left % 86_400) / 3_600);
  const minutes = Math.floor((left % 3_600) / 60);
  const seconds = left % 60;
  const before = days > 0 ? `${days}${dayWord} ` : "";
  const clock = `${two(minutes)}:${two(seconds)}`;
  return before + (days > 0 || hours > 0 ? `${two(hours)}:${clock}` : clock);
}
