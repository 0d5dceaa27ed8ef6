import { wholeNumber } from "./environment.ts";

/** What is gone here is in backups until they are forgotten: web says for how long, the worker reckons with it. */
export const backupVariables = {
  LICET_KEY_BACKUP_DAYS: wholeNumber(
    "the days for which backups of the key database are kept",
    0,
    90,
  ).default(7),
  LICET_DATA_BACKUP_DAYS: wholeNumber(
    "the days for which backups of the data database are kept",
    0,
    3_650,
  ).default(35),
};

interface Read {
  readonly LICET_KEY_BACKUP_DAYS: number;
  readonly LICET_DATA_BACKUP_DAYS: number;
}

export const toBackups = (read: Read) => ({
  keyDays: read.LICET_KEY_BACKUP_DAYS,
  dataDays: read.LICET_DATA_BACKUP_DAYS,
});
