"""What Django finds here: the commands of `portreg.django`."""
