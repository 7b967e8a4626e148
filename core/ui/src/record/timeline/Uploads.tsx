// Files on their way to the server, each with how much of it has gone out.
import { Progress } from "@mantine/core";
import classes from "../../files/files.module.css";
import { t } from "../../i18n";
import type { Sending } from "./useFileDrop";

export function Uploads({ sending }: { sending: Sending[] }) {
  return (
    <ul className={classes.uploads} aria-label={t("Uploading…")}>
      {sending.map(({ name, share }, place) => (
        <li key={`${name} ${place}`}>
          <span className="dg-ellipsis">{name}</span>
          <Progress value={share * 100} size="sm" aria-label={t("Progress")} />
          <span>{Math.round(share * 100)} %</span>
        </li>
      ))}
    </ul>
  );
}
