// Takes a photo: a phone opens its camera, a computer asks for a file.
import { Button, FileButton, Input } from "@mantine/core";
import { IconCamera } from "@tabler/icons-react";
import { useEffect, useMemo } from "react";
import { t } from "../i18n";
import classes from "./capture.module.css";

interface PhotoProps {
  label: string;
  value: File | null;
  onChange: (photo: File | null) => void;
  required: boolean;
  error?: string;
}

function usePreview(photo: File | null): string | undefined {
  const url = useMemo(() => (photo ? URL.createObjectURL(photo) : undefined), [photo]);
  useEffect(() => () => (url ? URL.revokeObjectURL(url) : undefined), [url]);
  return url;
}

export function Photo({ label, value, onChange, required, error }: PhotoProps) {
  const url = usePreview(value);
  return (
    <Input.Wrapper label={label} error={error} withAsterisk={required}>
      {url && <img src={url} alt={label} className={classes.photo} />}
      <FileButton accept="image/*" capture="environment" onChange={onChange} inputProps={{ "aria-label": label }}>
        {(button) => (
          <Button {...button} variant={value ? "default" : "light"} size="md" fullWidth leftSection={<IconCamera size={20} aria-hidden />}>
            {value ? t("Take it again") : t("Take a photo")}
          </Button>
        )}
      </FileButton>
    </Input.Wrapper>
  );
}
