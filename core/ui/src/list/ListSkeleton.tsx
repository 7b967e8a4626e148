// A list in the moment before its first page comes.
import { Skeleton } from "@mantine/core";
import classes from "./ListSkeleton.module.css";

const ROWS = [72, 58, 81, 64, 49, 77, 60, 70, 54, 66, 75, 52];

export function ListSkeleton() {
  return (
    <div className={classes.rows} aria-busy="true">
      {ROWS.map((width) => (
        <div key={width} className={classes.row}>
          <Skeleton h={12} w={`${width * 0.3}%`} />
          <Skeleton h={12} w={90} />
          <Skeleton h={12} w={`${width * 0.2}%`} />
          <Skeleton h={12} w={70} />
        </div>
      ))}
    </div>
  );
}
