"""One operation on many records, as a job that can be stopped, gone on with and put back."""
